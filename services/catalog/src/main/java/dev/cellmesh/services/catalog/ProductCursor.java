package dev.cellmesh.services.catalog;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Behind which product does the next page begin? Opaque to clients, so that the key of the pages may change.
 *
 * @param last the last product seen; all zeros before the first
 */
record ProductCursor(UUID last) {
    static final ProductCursor START = new ProductCursor(new UUID(0, 0));

    private static final String PREFIX = "v1:";
    private static final Pattern FORM = Pattern.compile(PREFIX + "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    String encode() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((PREFIX + last).getBytes(StandardCharsets.US_ASCII));
    }

    /** Empty when it is none that {@link #encode()} made. */
    static Optional<ProductCursor> decode(String text) {
        try {
            String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.ISO_8859_1);
            return FORM.matcher(plain).matches()
                    ? Optional.of(new ProductCursor(UUID.fromString(plain.substring(PREFIX.length()))))
                    : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}

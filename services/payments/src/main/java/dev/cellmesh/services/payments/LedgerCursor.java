package dev.cellmesh.services.payments;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Behind which entry does the next page of a ledger begin? Opaque to clients, so that the key of the pages may change.
 *
 * @param version of the account after the last entry seen; 0 before the first
 */
record LedgerCursor(long version) {
    static final LedgerCursor START = new LedgerCursor(0);

    private static final String PREFIX = "v1:";
    /** Eighteen digits always fit a long. */
    private static final Pattern FORM = Pattern.compile(PREFIX + "[1-9][0-9]{0,17}");

    String encode() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((PREFIX + version).getBytes(StandardCharsets.US_ASCII));
    }

    /** Empty when it is none that {@link #encode()} made. */
    static Optional<LedgerCursor> decode(String text) {
        try {
            String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.ISO_8859_1);
            return FORM.matcher(plain).matches()
                    ? Optional.of(new LedgerCursor(Long.parseLong(plain.substring(PREFIX.length()))))
                    : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}

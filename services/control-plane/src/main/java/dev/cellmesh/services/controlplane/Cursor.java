package dev.cellmesh.services.controlplane;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Where does the next page begin? The last key of a page, wrapped so that nobody builds on its form. */
final class Cursor {
    private Cursor() {}

    static String encode(String lastKey) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(lastKey.getBytes(StandardCharsets.UTF_8));
    }

    /** Empty when it is none: only printable ASCII is ever wrapped. */
    static Optional<String> decode(String cursor) {
        try {
            String key = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            boolean printable = !key.isEmpty() && key.chars().allMatch(c -> c > ' ' && c < 0x7f);
            return printable ? Optional.of(key) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}

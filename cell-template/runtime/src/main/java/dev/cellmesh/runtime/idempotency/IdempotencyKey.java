package dev.cellmesh.runtime.idempotency;

import java.util.Optional;

/**
 * By what does a client know a write again? Unique per tenant.
 *
 * @param value 1 to 255 visible ASCII characters
 */
public record IdempotencyKey(String value) {
    public static final String HEADER = "Idempotency-Key";
    /** Room for two UUIDs and a name; an index entry stays small. */
    public static final int LENGTH_MAX = 255;

    private static final char QUOTE = '"';
    private static final char ESCAPE = '\\';

    /**
     * Reads the header: the draft's quoted structured string, or the bare token that most clients send. Both forms of the
     * same characters are the same key. Empty when it is neither.
     */
    public static Optional<IdempotencyKey> parse(String header) {
        String text = header.trim();
        String value = text.isEmpty() || text.charAt(0) != QUOTE ? text : unquoted(text);
        return isValid(value) ? Optional.of(new IdempotencyKey(value)) : Optional.empty();
    }

    private static boolean isValid(String value) {
        return !value.isEmpty() && value.length() <= LENGTH_MAX && value.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    /** Empty, which no key is, when it is not a structured string (RFC 8941, section 3.3.3). */
    private static String unquoted(String text) {
        StringBuilder value = new StringBuilder(text.length());
        int last = text.length() - 1;
        for (int i = 1; i < last; i++) {
            char c = text.charAt(i);
            if (c == QUOTE) {
                return "";
            }
            if (c == ESCAPE) {
                i++;
                if (i == last || (text.charAt(i) != QUOTE && text.charAt(i) != ESCAPE)) {
                    return "";
                }
                c = text.charAt(i);
            }
            value.append(c);
        }
        return last > 0 && text.charAt(last) == QUOTE ? value.toString() : "";
    }
}

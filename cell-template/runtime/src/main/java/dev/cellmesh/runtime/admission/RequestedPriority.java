package dev.cellmesh.runtime.admission;

import dev.cellmesh.model.admission.Priority;

/**
 * What does a client say of the urgency of its request? The {@code Priority} field of RFC 9218: a dictionary whose member {@code u} is
 * 0 to 7, the last two for what nobody waits for. As that RFC has it, what cannot be read is ignored.
 */
final class RequestedPriority {
    static final String HEADER = "Priority";

    /** "Background" in the RFC is 7; 6 is what is left below all that a page needs. */
    private static final int BACKGROUND_MIN = 6;

    /** A few members; what is longer is nobody's priority. */
    private static final int LENGTH_MAX = 128;

    private RequestedPriority() {}

    /** @param header the field's value, or null when there is none */
    static Priority of(Priority declared, String header) {
        return header != null && header.length() <= LENGTH_MAX && urgency(header) >= BACKGROUND_MIN
                ? declared.loweredTo(Priority.BACKGROUND)
                : declared;
    }

    /** The last {@code u} counts, as in any dictionary (RFC 9651, 3.2); -1 when there is none. */
    private static int urgency(String header) {
        int urgency = -1;
        for (String member : header.split(",", -1)) {
            int parameters = member.indexOf(';');
            String plain = (parameters < 0 ? member : member.substring(0, parameters)).strip();
            if (plain.length() == 3 && plain.startsWith("u=") && plain.charAt(2) >= '0' && plain.charAt(2) <= '7') {
                urgency = plain.charAt(2) - '0';
            }
        }
        return urgency;
    }
}

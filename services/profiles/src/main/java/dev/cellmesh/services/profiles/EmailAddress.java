package dev.cellmesh.services.profiles;

import java.net.IDN;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which addresses are one and the same? Two that differ only in case, in how letters are composed (Unicode NFC), in the
 * spelling of the domain (Unicode or ASCII, by IDNA), or in white space around them.
 *
 * <p>Dots and plus signs before the @ count, since only some providers ignore them. Letters that merely look alike count,
 * too. There are no quoted local parts and no addresses of hosts by number. RATIONALE.md says why.
 *
 * @param shown as typed, without the white space around it
 * @param key equal for the same address; in NFC
 */
record EmailAddress(String shown, String key) {
    /** What RFC 5321 leaves for an address between the angle brackets of a path. */
    static final int LENGTH_MAX = 254;

    /** RFC 5321, 4.5.3.1.1. */
    static final int LOCAL_LENGTH_MAX = 64;

    private static final int DOMAIN_LENGTH_MAX = 253;
    /** At least two labels of letters, digits and inner hyphens, the last of them not a number. */
    private static final Pattern DOMAIN = Pattern.compile(
            "(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+(?!\\d+$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");

    /** What has a meaning of its own in a mail header. */
    private static final String SPECIAL = "\"(),:;<>@[\\]";

    /** Empty when it is no address that mail could be sent to. */
    static Optional<EmailAddress> parse(String typed) {
        String shown = typed.strip();
        int at = shown.lastIndexOf('@');
        if (at < 1 || shown.length() > LENGTH_MAX) {
            return Optional.empty();
        }
        String local = folded(shown.substring(0, at));
        if (local.length() > LOCAL_LENGTH_MAX || !isLocalPart(local)) {
            return Optional.empty();
        }
        return domain(shown.substring(at + 1))
                .map(domain -> local + '@' + domain)
                .filter(key -> key.length() <= LENGTH_MAX)
                .map(key -> new EmailAddress(shown, key));
    }

    /** Letter by letter, as {@link String#equalsIgnoreCase} compares: what a letter becomes never depends on its neighbours. */
    private static String folded(String text) {
        StringBuilder folded = new StringBuilder(text.length());
        Normalizer.normalize(text, Normalizer.Form.NFC)
                .codePoints()
                .map(Character::toUpperCase)
                .map(Character::toLowerCase)
                .forEach(folded::appendCodePoint);
        return Normalizer.normalize(folded, Normalizer.Form.NFC);
    }

    private static boolean isLocalPart(String local) {
        return !local.startsWith(".")
                && !local.endsWith(".")
                && !local.contains("..")
                && local.codePoints().allMatch(EmailAddress::isVisible);
    }

    private static boolean isVisible(int letter) {
        return switch (Character.getType(letter)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> SPECIAL.indexOf(letter) < 0;
        };
    }

    private static Optional<String> domain(String typed) {
        try {
            String ascii = IDN.toASCII(
                            Normalizer.normalize(typed, Normalizer.Form.NFC),
                            IDN.ALLOW_UNASSIGNED | IDN.USE_STD3_ASCII_RULES)
                    .toLowerCase(Locale.ROOT);
            return ascii.length() <= DOMAIN_LENGTH_MAX && DOMAIN.matcher(ascii).matches()
                    ? Optional.of(ascii)
                    : Optional.empty();
        } catch (IllegalArgumentException notADomain) {
            return Optional.empty();
        }
    }
}

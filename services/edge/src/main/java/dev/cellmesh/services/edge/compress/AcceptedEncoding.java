package dev.cellmesh.services.edge.compress;

import java.util.Locale;

/** May an answer to this request be compressed with gzip (RFC 9110, 12.5.3)? */
final class AcceptedEncoding {
    private AcceptedEncoding() {}

    /** @param header all values of Accept-Encoding, separated by commas, or null when there is none */
    static boolean allowsGzip(String header) {
        if (header == null) {
            return false;
        }
        boolean any = false;
        for (String part : header.split(",", -1)) {
            String[] words = part.strip().toLowerCase(Locale.ROOT).split(";", -1);
            String coding = words[0].strip();
            boolean wanted = words.length < 2 || !isZero(words[1].strip());
            if (coding.equals("gzip") || coding.equals("x-gzip")) {
                return wanted;
            }
            any |= coding.equals("*") && wanted;
        }
        return any;
    }

    private static boolean isZero(String weight) {
        return weight.matches("q=0(\\.0{0,3})?");
    }
}

package dev.cellmesh.load.scenario;

import java.util.Set;
import java.util.regex.Pattern;

/** Which names may a person use, and which are given? */
final class Names {
    /** Of operations: who makes them is in the package {@code operation}. */
    static final Set<String> KINDS = Set.of(
            "http",
            "payments.transfer",
            "payments.read-account",
            "payments.label-account",
            "catalog.create-product",
            "catalog.change-product",
            "catalog.read-product",
            "profiles.write-display-name",
            "profiles.read-display-name",
            "collab.react",
            "collab.read-reactions");

    static final Set<String> CHECKS = Set.of(
            "read-your-writes",
            "monotonic-reads",
            "lost-updates",
            "duplicate-effects",
            "conservation",
            "linearizability");

    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?");
    /** The mesh's own rule. */
    private static final Pattern TENANT = Pattern.compile("[a-z0-9][a-z0-9-]{0,61}[a-z0-9]");

    private static final Pattern CELL = Pattern.compile("([a-z0-9-]+)-c\\d{2,3}");

    private Names() {}

    static String name(String text) {
        if (!NAME.matcher(text).matches()) {
            throw new IllegalArgumentException("\"" + text
                    + "\" is no name: 1 to 40 lower-case letters, digits and hyphens, which neither begin nor end it");
        }
        return text;
    }

    static String tenant(String text) {
        if (!TENANT.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no tenant id: 2 to 63 lower-case letters, digits and inner hyphens");
        }
        return text;
    }

    /** The region that a cell's name begins with. */
    static String regionOfCell(String text) {
        var parts = CELL.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is no cell: a region, -c and a number, such as us-east1-c02, or random");
        }
        return parts.group(1);
    }
}

package dev.cellmesh.runtime.node;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** Which names may flags and experiments have? Those that are keys of a structured field (RFC 9651, 3.1.2) as they are. */
final class SplitNames {
    static final int LENGTH_MAX = 32;
    /** With names of full length, a header of little more than a kilobyte. */
    static final int COUNT_MAX = 32;

    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9-]{0," + (LENGTH_MAX - 1) + "}");

    private SplitNames() {}

    static void check(String name) {
        if (!FORM.matcher(name).matches()) {
            throw new IllegalArgumentException("not a name of a flag or an experiment: " + name);
        }
    }

    static void checkAll(Collection<String> names) {
        if (names.size() > COUNT_MAX) {
            throw new IllegalArgumentException("at most " + COUNT_MAX + " flags or experiments, not " + names.size());
        }
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!seen.add(name)) {
                throw new IllegalArgumentException("two of the name " + name);
            }
        }
    }
}

package dev.cellmesh.load.check;

import java.util.List;

/**
 * What did a check of correctness find?
 *
 * @param check its name, such as {@code read-your-writes}
 * @param checked how many operations it could judge; a check of nothing proves nothing, and is no success
 * @param violations at most {@value #SHOWN_MAX}, each with all that is needed to see it, in the order of time
 * @param violationCount all of them
 * @param note what it could not decide, or an empty text
 */
public record Finding(String check, long checked, List<String> violations, long violationCount, String note) {
    public static final int SHOWN_MAX = 20;

    public Finding {
        violations = List.copyOf(violations);
    }

    public boolean holds() {
        return violationCount == 0 && checked > 0;
    }
}

package dev.cellmesh.load.check;

import java.util.List;

/** What a check could not decide, in the words of all checks. */
final class Notes {
    private static final int SHOWN_MAX = 3;

    private Notes() {}

    static String leftOut(History history) {
        return "undecided: " + history.leftOut() + " operations beyond the first " + history.size() + " were not kept";
    }

    static String some(List<String> all) {
        String first = String.join(", ", all.subList(0, Math.min(SHOWN_MAX, all.size())));
        return all.size() > SHOWN_MAX ? first + " and " + (all.size() - SHOWN_MAX) + " more" : first;
    }
}

package dev.cellmesh.load.scenario;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.TreeSet;

/** Which known name did the person probably mean? By the edit distance of Damerau (optimal string alignment). */
final class Suggestion {
    /** More names are not helpful in a message. */
    private static final int SHOWN_MAX = 24;

    private Suggestion() {}

    /** A clause for a message: {@code did you mean "x"?}, or which names there are. */
    static String among(String wrong, Collection<String> known) {
        if (known.isEmpty()) {
            return "none is declared";
        }
        return nearest(wrong, known)
                .map(name -> "did you mean \"" + name + "\"? " + all(known))
                .orElseGet(() -> all(known));
    }

    private static String all(Collection<String> known) {
        String names =
                String.join(", ", new TreeSet<>(known).stream().limit(SHOWN_MAX).toList());
        return "known: " + names + (known.size() > SHOWN_MAX ? ", ..." : "");
    }

    /** The nearest name, when at most a third of it is different. */
    static Optional<String> nearest(String wrong, Collection<String> known) {
        return known.stream()
                .filter(name -> distance(wrong, name) <= Math.max(1, name.length() / 3))
                .min(Comparator.<String>comparingInt(name -> distance(wrong, name))
                        .thenComparing(Comparator.naturalOrder()));
    }

    static int distance(String one, String other) {
        int[][] table = new int[one.length() + 1][other.length() + 1];
        for (int row = 0; row <= one.length(); row++) {
            for (int column = 0; column <= other.length(); column++) {
                if (row == 0 || column == 0) {
                    table[row][column] = row + column;
                    continue;
                }
                boolean same = one.charAt(row - 1) == other.charAt(column - 1);
                int least = Math.min(
                        Math.min(table[row - 1][column], table[row][column - 1]) + 1,
                        table[row - 1][column - 1] + (same ? 0 : 1));
                boolean swapped = row > 1
                        && column > 1
                        && one.charAt(row - 1) == other.charAt(column - 2)
                        && one.charAt(row - 2) == other.charAt(column - 1);
                table[row][column] = swapped ? Math.min(least, table[row - 2][column - 2] + 1) : least;
            }
        }
        return table[one.length()][other.length()];
    }
}

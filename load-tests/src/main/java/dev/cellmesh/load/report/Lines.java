package dev.cellmesh.load.report;

import java.util.ArrayList;
import java.util.List;

/** How is text broken into lines of a terminal? */
final class Lines {
    private Lines() {}

    /** Names and violations hold what servers said: it must not steer the terminal. */
    static String harmless(String text) {
        return text.replaceAll("[\\p{Cntrl}\\p{Cf}]+", " ").strip();
    }

    /** Between words; inside of one only when it is longer than a line. At least one line. */
    static List<String> wrap(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : harmless(text).split(" +", -1)) {
            String rest = word;
            if (!line.isEmpty() && line.length() + 1 + rest.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            while (rest.length() > width) {
                lines.add(rest.substring(0, width));
                rest = rest.substring(width);
            }
            line.append(line.isEmpty() ? "" : " ").append(rest);
        }
        lines.add(line.toString());
        return lines;
    }

    /** @param first what the first line begins with; the others are set in by as much */
    static List<String> paragraph(String first, String text, int width) {
        List<String> wrapped = wrap(text, Math.max(1, width - first.length()));
        List<String> lines = new ArrayList<>();
        for (int at = 0; at < wrapped.size(); at++) {
            lines.add((at == 0 ? first : " ".repeat(first.length())) + wrapped.get(at));
        }
        return lines;
    }

    /** What fits, with its loss marked. */
    static String cut(String text, int width) {
        return text.length() <= width ? text : text.substring(0, Math.max(0, width - 3)) + "...";
    }
}

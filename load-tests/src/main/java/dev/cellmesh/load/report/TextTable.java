package dev.cellmesh.load.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How does a table fit a terminal? Numbers stand right and are never broken; words stand left and wrap. When it is too wide
 * all the same, the columns that have no room follow in a second table below, each with the names of the rows again: nothing
 * is left out. Columns that are empty in all rows are.
 */
final class TextTable {
    private static final int WORDS_WIDTH_MIN = 8;
    /** Words up to this long are not broken; the table is, rather. */
    private static final int WORD_WHOLE_MAX = 20;

    private static final int GAP = 2;

    record Cell(String text, Ink ink) {
        static Cell of(String text) {
            return new Cell(text, Ink.PLAIN);
        }
    }

    /** @param head of one or two lines */
    private record Column(List<String> head, boolean words) {}

    /** @param heading whether it is a single cell over all columns, which begins a part of the table */
    private record Row(List<Cell> cells, boolean heading) {}

    private final List<Column> columns = new ArrayList<>();
    private final List<Row> rows = new ArrayList<>();

    TextTable words(String... heads) {
        Arrays.stream(heads).forEach(head -> columns.add(new Column(head.lines().toList(), true)));
        return this;
    }

    TextTable numbers(String... heads) {
        Arrays.stream(heads).forEach(head -> columns.add(new Column(head.lines().toList(), false)));
        return this;
    }

    TextTable row(Cell... cells) {
        return row(List.of(cells));
    }

    TextTable row(List<Cell> cells) {
        if (cells.size() != columns.size()) {
            throw new IllegalArgumentException("a row of " + cells.size() + " cells for " + columns.size());
        }
        rows.add(new Row(
                cells.stream()
                        .map(cell -> new Cell(Lines.harmless(cell.text()), cell.ink()))
                        .toList(),
                false));
        return this;
    }

    TextTable heading(String text) {
        rows.add(new Row(List.of(Cell.of(Lines.harmless(text))), true));
        return this;
    }

    List<String> lines(int width, boolean colour) {
        List<Integer> shown = IntStream.range(0, columns.size())
                .filter(column -> column == 0 || !isEmpty(column))
                .boxed()
                .toList();
        List<String> lines = new ArrayList<>();
        while (!shown.isEmpty()) {
            List<Integer> block = new ArrayList<>(shown);
            int[] widths = widths(block, width);
            while (block.size() > 2 && total(widths, 1) > width) {
                block.removeLast();
                widths = widths(block, width);
            }
            if (!lines.isEmpty()) {
                lines.add("");
            }
            draw(block, widths, total(widths, GAP) <= width ? GAP : 1, colour, lines);
            List<Integer> rest = new ArrayList<>(shown);
            rest.removeAll(block);
            if (!rest.isEmpty()) {
                rest.addFirst(0);
            }
            shown = rest;
        }
        return lines;
    }

    private boolean isEmpty(int column) {
        return rows.stream()
                .allMatch(row -> row.heading() || row.cells().get(column).text().isEmpty());
    }

    private static int total(int[] widths, int gap) {
        return Arrays.stream(widths).sum() + gap * (widths.length - 1);
    }

    /** What each wants; the widest of the words give way first. */
    private int[] widths(List<Integer> block, int width) {
        int[] widths = block.stream().mapToInt(this::wanted).toArray();
        int[] least = block.stream().mapToInt(this::longestWord).toArray();
        while (total(widths, 1) > width) {
            int widest = -1;
            for (int at = 0; at < widths.length; at++) {
                if (columns.get(block.get(at)).words()
                        && widths[at] > least[at]
                        && (widest < 0 || widths[at] > widths[widest])) {
                    widest = at;
                }
            }
            if (widest < 0) {
                break;
            }
            widths[widest]--;
        }
        return widths;
    }

    private int wanted(int column) {
        int head = columns.get(column).head().stream()
                .mapToInt(String::length)
                .max()
                .orElse(0);
        return rows.stream()
                .filter(row -> !row.heading())
                .mapToInt(row -> row.cells().get(column).text().length())
                .reduce(head, Math::max);
    }

    private int longestWord(int column) {
        return rows.stream()
                .filter(row -> !row.heading())
                .flatMap(row -> Arrays.stream(row.cells().get(column).text().split(" ", -1)))
                .mapToInt(word -> Math.min(WORD_WHOLE_MAX, word.length()))
                .reduce(WORDS_WIDTH_MIN, Math::max);
    }

    private void draw(List<Integer> block, int[] widths, int gap, boolean colour, List<String> lines) {
        int headLines = block.stream()
                .mapToInt(column -> columns.get(column).head().size())
                .max()
                .orElse(0);
        for (int line = 0; line < headLines; line++) {
            StringBuilder out = new StringBuilder();
            for (int at = 0; at < widths.length; at++) {
                List<String> head = columns.get(block.get(at)).head();
                int of = line - (headLines - head.size());
                place(
                        out,
                        start(widths, gap, at),
                        block.get(at),
                        widths[at],
                        of < 0 ? "" : head.get(of),
                        Ink.PLAIN,
                        false);
            }
            lines.add(out.toString());
        }
        for (Row row : rows) {
            if (row.heading()) {
                lines.add(row.cells().getFirst().text());
            } else {
                draw(row, block, widths, gap, colour, lines);
            }
        }
    }

    private void draw(Row row, List<Integer> block, int[] widths, int gap, boolean colour, List<String> lines) {
        List<List<String>> wrapped = new ArrayList<>();
        for (int at = 0; at < widths.length; at++) {
            String text = row.cells().get(block.get(at)).text();
            wrapped.add(columns.get(block.get(at)).words() ? Lines.wrap(text, widths[at]) : List.of(text));
        }
        int height = wrapped.stream().mapToInt(List::size).max().orElse(0);
        for (int line = 0; line < height; line++) {
            StringBuilder out = new StringBuilder();
            int painted = 0;
            for (int at = 0; at < widths.length; at++) {
                if (line < wrapped.get(at).size()) {
                    Ink ink = row.cells().get(block.get(at)).ink();
                    int start = start(widths, gap, at) + painted;
                    painted += place(
                            out,
                            start,
                            block.get(at),
                            widths[at],
                            wrapped.get(at).get(line),
                            ink,
                            colour);
                }
            }
            lines.add(out.toString());
        }
    }

    private static int start(int[] widths, int gap, int at) {
        return Arrays.stream(widths, 0, at).sum() + gap * at;
    }

    /** Pads only up to the text, so no line ends in blanks. Returns by how much colour made the line longer. */
    private int place(StringBuilder out, int start, int column, int width, String text, Ink ink, boolean colour) {
        if (text.isEmpty()) {
            return 0;
        }
        int from = columns.get(column).words() ? start : start + width - text.length();
        out.append(" ".repeat(Math.max(0, from - out.length())));
        String shown = ink.paint(text, colour);
        out.append(shown);
        return shown.length() - text.length();
    }
}

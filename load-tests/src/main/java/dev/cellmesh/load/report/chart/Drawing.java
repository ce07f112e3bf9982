package dev.cellmesh.load.report.chart;

import static dev.cellmesh.load.report.chart.Markup.number;

import dev.cellmesh.load.report.chart.Chart.Band;
import dev.cellmesh.load.report.chart.Chart.Line;
import dev.cellmesh.load.report.chart.Chart.Mark;
import dev.cellmesh.load.report.chart.Chart.Spot;
import java.util.ArrayList;
import java.util.List;

/**
 * How does a chart become lines on a page? As SVG in two sizes, of which the style sheet shows the one that fits, so that
 * letters are neither tiny on a phone nor huge on paper.
 */
public final class Drawing {
    private static final Size WIDE = new Size("wide", 920, 250, 64, 18, 12, 6.6, true);
    private static final Size NARROW = new Size("narrow", 380, 220, 54, 12, 5, 6.6, false);

    private static final int ROW_HEIGHT = 18;
    private static final int BADGE_ROWS_MAX = 2;
    private static final int BADGES_MAX = 24;

    /** @param letterWidth on average, for what fits */
    private record Size(
            String name,
            int width,
            int plotHeight,
            int left,
            int right,
            int xTicks,
            double letterWidth,
            boolean hovered) {}

    private final Chart chart;
    private final Size size;
    private final Markup out;
    private final List<Integer> phaseRows;
    private final List<Integer> badgeRows;
    private final double top;

    private Drawing(Chart chart, Size size, Markup out) {
        this.chart = chart;
        this.size = size;
        this.out = out;
        this.phaseRows = phaseRows(chart.setting().phases());
        this.badgeRows = badgeRows();
        this.top = 8 + ROW_HEIGHT * (rows(phaseRows) + rows(badgeRows));
    }

    /** A figure with its title, its legend, and both sizes of the picture. */
    public static void draw(Chart chart, Markup out) {
        out.open("figure", "class", "chart").element("figcaption", chart.title());
        out.element("p", chart.description(), "class", "what");
        legend(chart, out);
        new Drawing(chart, WIDE, out).picture();
        new Drawing(chart, NARROW, out).picture();
        out.close();
    }

    private static void legend(Chart chart, Markup out) {
        if (chart.lines().size() + chart.bars().size() < 2
                && chart.setting().faults().isEmpty()) {
            return;
        }
        out.open("ul", "class", "legend");
        for (Line line : chart.lines()) {
            out.open("li").open("svg", "viewBox", "0 0 26 10", "aria-hidden", "true");
            out.empty("line", "class", "line c" + line.colour(), "x1", "0", "y1", "5", "x2", "26", "y2", "5");
            out.close().text(line.name()).close();
        }
        for (Chart.Layer layer : chart.bars()) {
            out.open("li").open("svg", "viewBox", "0 0 14 10", "aria-hidden", "true");
            out.empty("rect", "class", "bar c" + layer.colour(), "width", "14", "height", "10");
            out.close().text(layer.name()).close();
        }
        if (!chart.setting().faults().isEmpty()) {
            out.open("li").open("svg", "viewBox", "0 0 14 10", "aria-hidden", "true");
            out.empty("rect", "class", "fault", "width", "14", "height", "10");
            out.close().text("a fault lasts").close();
        }
        out.close();
    }

    private void picture() {
        double height = top + size.plotHeight + 26;
        String id = chart.id() + "-" + size.name;
        out.open(
                "svg",
                "class",
                size.name,
                "viewBox",
                "0 0 " + size.width + " " + number(height),
                "role",
                "img",
                "aria-labelledby",
                id + "-title " + id + "-desc");
        out.element("title", chart.title(), "id", id + "-title");
        out.element("desc", chart.description(), "id", id + "-desc");
        phases();
        faults();
        grid();
        bars();
        chart.lines().forEach(this::line);
        marks();
        zones();
        out.close();
    }

    private void phases() {
        List<Band> bands = chart.setting().phases();
        for (int at = 0; at < bands.size(); at++) {
            Band band = bands.get(at);
            double y = 4 + ROW_HEIGHT * phaseRows.get(at);
            double from = x(band.fromX());
            double width = Math.max(1, x(band.toX()) - from - 1);
            rect(band.muted() ? "phase muted" : "phase", from, y, width, ROW_HEIGHT - 4);
            int fits = (int) ((width - 6) / size.letterWidth);
            if (fits >= 3) {
                out.element(
                        "text", cut(band.label(), fits), "class", "label", "x", number(from + 4), "y", number(y + 11));
            }
            if (band.muted()) {
                rect("muted", from, top, width, size.plotHeight);
            }
        }
    }

    private void faults() {
        for (Band band : chart.setting().faults()) {
            rect("fault", x(band.fromX()), top, Math.max(1, x(band.toX()) - x(band.fromX())), size.plotHeight);
        }
    }

    private void grid() {
        for (Scale.Tick tick : chart.y().ticks(8)) {
            double y = y(tick.value());
            straight("grid", size.left, y, size.width - size.right, y);
            out.element("text", tick.label(), "class", "tick end", "x", number(size.left - 6.0), "y", number(y + 4));
        }
        double bottom = top + size.plotHeight;
        double free = -100;
        for (Scale.Tick tick : chart.x().ticks(size.xTicks)) {
            double x = x(tick.value());
            straight("grid", x, top, x, bottom + 4);
            double half = tick.label().length() * size.letterWidth / 2;
            double at = Math.min(x, size.width - half);
            if (at - half > free) {
                out.element("text", tick.label(), "class", "tick mid", "x", number(at), "y", number(bottom + 18));
                free = at + half + 4;
            }
        }
        straight("axis", size.left, bottom, size.width - size.right, bottom);
    }

    private void bars() {
        if (chart.bars().isEmpty()) {
            return;
        }
        double[] below = new double[chart.bars().getFirst().bars().size()];
        for (Chart.Layer layer : chart.bars()) {
            for (int at = 0; at < below.length; at++) {
                Chart.Bar bar = layer.bars().get(at);
                if (bar.y() > 0) {
                    double lower = y(below[at]);
                    below[at] += bar.y();
                    double upper = y(below[at]);
                    double width = Math.max(0.8, (x(bar.toX()) - x(bar.fromX())) * 0.9);
                    rect("bar c" + layer.colour(), x(bar.fromX()), upper, width, Math.max(0.5, lower - upper));
                }
            }
        }
    }

    private void line(Line line) {
        StringBuilder path = new StringBuilder();
        StringBuilder area = new StringBuilder();
        double bottom = top + size.plotHeight;
        Spot last = null;
        for (Spot spot : line.points()) {
            if (Double.isNaN(spot.y())) {
                finish(area, last, bottom);
                last = null;
                continue;
            }
            String at = number(x(spot.x())) + " " + number(y(spot.y()));
            path.append(last == null ? "M" : "L").append(at);
            area.append(last == null ? "M" + number(x(spot.x())) + " " + number(bottom) + "L" : "L")
                    .append(at);
            last = spot;
        }
        finish(area, last, bottom);
        if (line.filled()) {
            out.empty("path", "class", "area c" + line.colour(), "d", area.toString());
        }
        if (!path.isEmpty()) {
            out.empty("path", "class", "line c" + line.colour(), "d", path.toString());
        }
    }

    private void finish(StringBuilder area, Spot last, double bottom) {
        if (last != null) {
            area.append("L")
                    .append(number(x(last.x())))
                    .append(" ")
                    .append(number(bottom))
                    .append("Z");
        }
    }

    private void marks() {
        List<Mark> marks = chart.setting().marks();
        for (int at = 0; at < marks.size(); at++) {
            Mark mark = marks.get(at);
            double x = x(mark.x());
            String failed = mark.failed() ? " failed" : "";
            int row = badgeRows.get(at);
            double badgeY = 4 + ROW_HEIGHT * (rows(phaseRows) + Math.max(0, row)) + 8;
            straight("mark" + failed, x, row < 0 ? top : badgeY + 7, x, top + size.plotHeight);
            if (row >= 0) {
                out.empty("circle", "class", "badge" + failed, "cx", number(x), "cy", number(badgeY), "r", "8");
                out.element("text", mark.badge(), "class", "badge mid", "x", number(x), "y", number(badgeY + 3.6));
            }
        }
    }

    private void zones() {
        // Where fingers point there is no hovering, and the numbers are in the table below.
        if (!size.hovered) {
            return;
        }
        for (Chart.Zone zone : chart.zones()) {
            double from = x(zone.fromX());
            out.open(
                    "rect",
                    "class",
                    "zone",
                    "x",
                    number(from),
                    "y",
                    number(top),
                    "width",
                    number(Math.max(0.5, x(zone.toX()) - from)),
                    "height",
                    number(size.plotHeight));
            out.element("title", zone.text()).close();
        }
    }

    /** Phases that overlap stand below each other. */
    private static List<Integer> phaseRows(List<Band> bands) {
        List<Integer> rows = new ArrayList<>();
        List<Double> ends = new ArrayList<>();
        for (Band band : bands) {
            int row = 0;
            while (row < ends.size() && ends.get(row) > band.fromX() + 1e-9) {
                row++;
            }
            if (row == ends.size()) {
                ends.add(band.toX());
            } else {
                ends.set(row, band.toX());
            }
            rows.add(row);
        }
        return rows;
    }

    /** Badges that would touch stand below each other; -1 for one that has no room at all. */
    private List<Integer> badgeRows() {
        List<Mark> marks = chart.setting().marks();
        List<Integer> rows = new ArrayList<>();
        double[] taken = new double[BADGE_ROWS_MAX];
        java.util.Arrays.fill(taken, Double.NEGATIVE_INFINITY);
        for (Mark mark : marks) {
            int row = -1;
            for (int candidate = 0; candidate < BADGE_ROWS_MAX && row < 0 && marks.size() <= BADGES_MAX; candidate++) {
                if (x(mark.x()) - taken[candidate] >= 18) {
                    row = candidate;
                    taken[candidate] = x(mark.x());
                }
            }
            rows.add(row);
        }
        return rows;
    }

    private static int rows(List<Integer> rows) {
        return rows.stream().mapToInt(Integer::intValue).max().orElse(-1) + 1;
    }

    private static String cut(String text, int fits) {
        return text.length() <= fits ? text : text.substring(0, fits - 1) + "…";
    }

    private double x(double value) {
        return size.left + chart.x().at(value) * (size.width - size.left - size.right);
    }

    private double y(double value) {
        return top + (1 - chart.y().at(value)) * size.plotHeight;
    }

    private void rect(String style, double x, double y, double width, double height) {
        out.empty(
                "rect",
                "class",
                style,
                "x",
                number(x),
                "y",
                number(y),
                "width",
                number(width),
                "height",
                number(height));
    }

    private void straight(String style, double fromX, double fromY, double toX, double toY) {
        out.empty(
                "line", "class", style, "x1", number(fromX), "y1", number(fromY), "x2", number(toX), "y2", number(toY));
    }
}

package dev.cellmesh.load.report.chart;

import java.util.List;

/**
 * What is to be drawn?
 *
 * @param id unique on the page; letters and dashes
 * @param description what a person would say who reads the chart to somebody
 * @param bars stacked, from the first layer up
 * @param zones what a pointer is told where it rests
 */
public record Chart(
        String id,
        String title,
        String description,
        Scale x,
        Scale y,
        List<Line> lines,
        List<Layer> bars,
        Setting setting,
        List<Zone> zones) {
    /** Colours, and ways of dashing, that the style sheet has. */
    public static final int COLOURS = 8;

    /**
     * @param colour 1 to {@value #COLOURS}; each has its own dashes too, for paper and for eyes that see few colours
     * @param filled whether the area below is tinted
     * @param points a NaN makes a gap
     */
    public record Line(String name, int colour, boolean filled, List<Spot> points) {}

    public record Spot(double x, double y) {}

    public record Layer(String name, int colour, List<Bar> bars) {}

    public record Bar(double fromX, double toX, double y) {}

    /** What all charts over time have in common. */
    public record Setting(List<Band> phases, List<Band> faults, List<Mark> marks) {
        public static final Setting NONE = new Setting(List.of(), List.of(), List.of());
    }

    /** @param muted drawn as something that does not count, such as warm-up */
    public record Band(double fromX, double toX, String label, boolean muted) {}

    /** @param badge one to three signs that stand for the text */
    public record Mark(double x, String badge, boolean failed) {}

    public record Zone(double fromX, double toX, String text) {}
}

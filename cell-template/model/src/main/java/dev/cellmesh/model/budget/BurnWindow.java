package dev.cellmesh.model.budget;

import java.time.Duration;

/** Over how much time is a burn rate taken? Those of the multi-window alerts of the Site Reliability Workbook, chapter 5. */
public enum BurnWindow {
    MINUTES_5("5m", Duration.ofMinutes(5)),
    MINUTES_30("30m", Duration.ofMinutes(30)),
    HOUR_1("1h", Duration.ofHours(1)),
    HOURS_6("6h", Duration.ofHours(6)),
    DAYS_3("3d", Duration.ofDays(3));

    private final String label;
    private final Duration length;

    BurnWindow(String label, Duration length) {
        this.label = label;
        this.length = length;
    }

    /** As Prometheus writes it. */
    public String label() {
        return label;
    }

    public Duration length() {
        return length;
    }

    /** @throws IllegalArgumentException when there is none with this label */
    public static BurnWindow of(String label) {
        for (BurnWindow window : values()) {
            if (window.label.equals(label)) {
                return window;
            }
        }
        throw new IllegalArgumentException("no window " + label);
    }
}

package dev.cellmesh.model.budget;

/**
 * When has somebody to look? When a budget burns faster than the factor over a long window, so that it matters, and over a short
 * one, so that it still does. The Site Reliability Workbook, chapter 5, table 5-8: at these factors 2 %, 5 % and 10 % of the
 * budget of 30 days are gone at the end of the long window.
 */
public enum BurnAlert {
    PAGE_FAST("page-fast", BurnWindow.HOUR_1, BurnWindow.MINUTES_5, 14.4),
    PAGE_SLOW("page-slow", BurnWindow.HOURS_6, BurnWindow.MINUTES_30, 6),
    TICKET("ticket", BurnWindow.DAYS_3, BurnWindow.HOURS_6, 1);

    private final String wireName;
    private final BurnWindow longWindow;
    private final BurnWindow shortWindow;
    private final double factor;

    BurnAlert(String wireName, BurnWindow longWindow, BurnWindow shortWindow, double factor) {
        this.wireName = wireName;
        this.longWindow = longWindow;
        this.shortWindow = shortWindow;
        this.factor = factor;
    }

    public String wireName() {
        return wireName;
    }

    public BurnWindow longWindow() {
        return longWindow;
    }

    public BurnWindow shortWindow() {
        return shortWindow;
    }

    /** How many times faster than would use the budget up exactly at the end of its period. */
    public double factor() {
        return factor;
    }
}

package dev.cellmesh.model.budget;

import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * How fast does an operation use up what it may get wrong, and how much is left? A value: several observers' readings of one
 * operation add up to one.
 *
 * @param observed since when it has been counted; what was before is not known
 * @param windows with an entry for each
 */
public record BudgetReading(Objective objective, Duration observed, Map<BurnWindow, Counted> windows) {
    /** What is left is told over the longest window that is kept here; longer periods are for a metrics database. */
    public static final BurnWindow PERIOD = BurnWindow.DAYS_3;

    public BudgetReading {
        windows = Map.copyOf(windows);
        if (windows.size() != BurnWindow.values().length) {
            throw new IllegalArgumentException("a reading has all windows, not only " + windows.keySet());
        }
    }

    public Counted in(BurnWindow window) {
        return windows.get(window);
    }

    /** 1 uses the budget up exactly at the end of its period; 0 without requests. */
    public double burnRate(BurnWindow window) {
        return in(window).badShare() / objective.budgetShare();
    }

    /** The share of the budget of {@link #PERIOD} that is left: 1 when all is, 0 when none, less than 0 when it is overdrawn. */
    public double remaining() {
        return 1 - burnRate(PERIOD);
    }

    /** Which alerts fire? */
    public Set<BurnAlert> alerts() {
        Set<BurnAlert> firing = EnumSet.noneOf(BurnAlert.class);
        for (BurnAlert alert : BurnAlert.values()) {
            if (in(alert.longWindow()).bad() >= objective.badMin()
                    && certainBurnRate(alert.longWindow()) > alert.factor()
                    && certainBurnRate(alert.shortWindow()) > alert.factor()) {
                firing.add(alert);
            }
        }
        return firing;
    }

    /**
     * The part of a window before the first observation is taken for good, with as many requests: else the first bad minute after
     * a start would speak for three days.
     */
    private double certainBurnRate(BurnWindow window) {
        double seen = Math.min(1, (double) observed.toNanos() / window.length().toNanos());
        return burnRate(window) * seen;
    }

    /** Of the same operation, elsewhere; observed for as long as the longer one of both. */
    public BudgetReading and(BudgetReading other) {
        Map<BurnWindow, Counted> sums = new EnumMap<>(BurnWindow.class);
        windows.forEach((window, counted) -> sums.put(window, counted.and(other.in(window))));
        return new BudgetReading(objective, observed.compareTo(other.observed) >= 0 ? observed : other.observed, sums);
    }
}

package dev.cellmesh.load.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Where does a percentile stand on an axis that gives each further nine as much room as the one before? At the number of its
 * nines: 0 for p0, 1 for p90, 2 for p99, 3 for p99.9. HdrHistogram's own plots use this axis.
 */
public final class Percentiles {
    private static final int POINTS_A_NINE = 10;
    /** Seven nines take ten million requests to have a single one beyond. */
    private static final double NINES_MAX = 7;

    private Percentiles() {}

    /** @param percentile 0 to below 100 */
    public static double nines(double percentile) {
        if (!(percentile >= 0 && percentile < 100)) {
            throw new IllegalArgumentException("a percentile on the axis is from 0 to below 100, not " + percentile);
        }
        return Math.max(0, -Math.log10(1 - percentile / 100));
    }

    /** The other way round. */
    public static double ofNines(double nines) {
        return 100 * (1 - Math.pow(10, -nines));
    }

    /** The furthest that so many values can tell of: where one of them lies beyond. At least 1. */
    public static double ninesMax(long count) {
        return Math.min(NINES_MAX, Math.max(1, Math.log10((double) Math.max(1, count))));
    }

    /** Those that a curve of so many values has points at; none for none. */
    static List<Double> shown(long count) {
        List<Double> percentiles = new ArrayList<>();
        if (count == 0) {
            return percentiles;
        }
        double last = ninesMax(count);
        for (int step = 0; step < last * POINTS_A_NINE; step++) {
            percentiles.add(ofNines((double) step / POINTS_A_NINE));
        }
        percentiles.add(ofNines(last));
        return percentiles;
    }
}

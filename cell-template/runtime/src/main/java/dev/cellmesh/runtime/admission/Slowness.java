package dev.cellmesh.runtime.admission;

import dev.cellmesh.runtime.admission.ConcurrencyLimit.Sample;
import dev.cellmesh.runtime.admission.ConcurrencyLimit.Way;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * How many times as long as usual do the requests of one service take? Usual is what each way took while so little was in flight
 * that none of it can have waited for the rest; a few milliseconds more are not slow. Of a window the median counts: a few that hit a lock or a collector's pause do not
 * speak for all.
 */
final class Slowness {
    /** More is not told apart; and as much counts what ran out of time, whatever time that was. */
    static final double MAX = 10;

    /** From here on, the cell has too much in flight. */
    static final double MUCH = 1.3;

    /** A wait that is not worth refusing anybody for: CoDel's target (RFC 8289, 4.4). */
    private static final long GRACE_NANOS = 5_000_000L;

    /** The most in flight that cannot wait for each other: connections for reads, the scarcest, are two. */
    private static final int CALM_IN_FLIGHT_MAX = 2;
    /** How much one calm request changes what is usual: the last fifty or so count. */
    private static final double CALM_WEIGHT = 0.04;
    /** What is usual was measured in a bad time when requests under load take clearly less. */
    private static final double CLEARLY_FASTER = 0.9;

    private static final double FASTER = 0.95;
    /** At the least limit, what is slow is not slow because of the cell: it doubles what is usual in seven seconds. */
    private static final double SLOWER = 1.01;
    /** More of a window would not change its median by much. */
    private static final int SAMPLES_MAX = 256;

    /** By way; there are as many as operations and regions. */
    private final Map<Way, Usual> usual = new HashMap<>();

    private final double[] window = new double[SAMPLES_MAX];
    private int count;
    private int mostInFlight;
    private boolean reached;

    private static final class Usual {
        private double nanos;
        private boolean isCalm;
        private boolean isOfWindow;
    }

    /** @param counts whether it belongs to the window, or is only to be learnt from */
    void add(Sample sample, boolean counts) {
        double slowness = sample.failed() ? MAX : learnt(sample, counts);
        if (counts && count < SAMPLES_MAX) {
            window[count++] = slowness;
            if (slowness < MUCH) {
                mostInFlight = Math.max(mostInFlight, sample.ofService());
            }
        }
    }

    private double learnt(Sample sample, boolean counts) {
        boolean calm = sample.inFlight() <= CALM_IN_FLIGHT_MAX;
        Usual known = usual.get(sample.way());
        if (known == null) {
            known = new Usual();
            known.nanos = sample.tookNanos();
            usual.put(sample.way(), known);
        }
        if (calm) {
            // Until the first calm one there was only a guess.
            known.nanos =
                    known.isCalm ? known.nanos + CALM_WEIGHT * (sample.tookNanos() - known.nanos) : sample.tookNanos();
            known.isCalm = true;
        }
        known.isOfWindow |= counts;
        return Math.min(MAX, slowness(sample.tookNanos(), Math.max(1, known.nanos)));
    }

    private static double slowness(long tookNanos, double usualNanos) {
        double excess = tookNanos - usualNanos;
        double felt = excess > GRACE_NANOS ? excess - GRACE_NANOS : Math.min(excess, 0);
        return 1 + felt / usualNanos;
    }

    int count() {
        return count;
    }

    /** One of its requests found no room. */
    void reached() {
        reached = true;
    }

    boolean isReached() {
        return reached;
    }

    /** Of its own requests, beside those in the window that were not much slowed. */
    int mostInFlight() {
        return mostInFlight;
    }

    /** Of the window; its count must not be zero. */
    double median() {
        double[] sorted = Arrays.copyOf(window, count);
        Arrays.sort(sorted);
        return sorted[count / 2];
    }

    /** @param atLeast whether the limit is as low as it may be */
    void relearn(boolean atLeast) {
        if (count == 0) {
            return;
        }
        double seen = median();
        if (seen < CLEARLY_FASTER) {
            correct(FASTER);
        } else if (atLeast && seen > 1) {
            correct(SLOWER);
        }
    }

    private void correct(double factor) {
        for (Usual each : usual.values()) {
            if (each.isOfWindow) {
                each.nanos *= factor;
            }
        }
    }

    void startWindow() {
        count = 0;
        mostInFlight = 0;
        reached = false;
        usual.values().forEach(each -> each.isOfWindow = false);
    }
}

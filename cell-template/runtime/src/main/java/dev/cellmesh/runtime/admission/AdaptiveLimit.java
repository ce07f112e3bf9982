package dev.cellmesh.runtime.admission;

import com.netflix.concurrency.limits.limit.VegasLimit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How many requests at once keep a cell busy without making them wait? As many as take about as long as they would alone: the limit
 * grows while they do, and shrinks when they take a third longer.
 *
 * <p>The law is that of TCP Vegas (Brakmo and Peterson, 1995) as in Netflix's concurrency-limits: of {@code L} in flight,
 * {@code L (1 - noload / actual)} wait. What it is fed with differs, since a cell does not do one thing: not times, but how many times as
 * long as usual requests took, each compared with its own kind ({@link Slowness}). A window lasts until enough of those are done that
 * began in it; what began under another limit says nothing of this one. See RATIONALE.md.
 */
final class AdaptiveLimit implements ConcurrencyLimit {
    /** Long enough for one pause of the collector not to be all of it. */
    private static final long WINDOW_NANOS_MIN = 100_000_000L;
    /** A median of fewer says little. */
    private static final int WINDOW_SAMPLES_MIN = 10;
    /** A service is heard by itself when it has as many. */
    private static final int VOICE_SAMPLES_MIN = 5;

    /** Times as long as usual: below the first the limit grows by a quarter, below the second by little; above the third it shrinks. */
    private static final double UNSLOWED = 1.1;

    private static final double LITTLE_SLOWED = 1.15;

    private static final double GROWTH = 1.1;
    private static final double SHRINKING = 0.8;

    /** Of shrinking in one window when most run out of time: such a window is long, so that it halves the limit. */
    private static final int HOPELESS_STEPS = 3;

    /** In what Vegas takes for nanoseconds: a request that took as long as usual. */
    private static final long USUAL = 1_000_000L;

    private final VegasLimit vegas;
    private final int min;
    private final Map<String, Slowness> services = new HashMap<>();

    private boolean begun;
    private long windowBeganNanos;
    private int windowSamples;
    private int windowInFlight;

    /**
     * @param min 1 or more
     * @param initial {@code min} or more
     * @param max {@code initial} or more
     */
    AdaptiveLimit(int min, int initial, int max) {
        this.min = min;
        this.vegas = VegasLimit.newBuilder()
                .initialLimit(initial)
                .maxConcurrency(max)
                .thresholdFunction(limit -> waiting(limit, UNSLOWED))
                .alphaFunction(limit -> waiting(limit, LITTLE_SLOWED))
                .betaFunction(limit -> waiting(limit, Slowness.MUCH))
                .increaseFunction(limit -> Math.max(limit + 1, limit * GROWTH))
                .decreaseFunction(limit -> Math.max(min, limit * SHRINKING))
                // What is usual is learnt here, and never forgotten at an arbitrary moment.
                .probeMultiplier(Integer.MAX_VALUE)
                .build();
        // Its first sample is its measure.
        vegas.onSample(0, USUAL, 0, false);
    }

    /** Of so many in flight, how many wait when all take so many times as long? */
    private static int waiting(int limit, double slowness) {
        return (int) Math.ceil(limit * (1 - 1 / slowness));
    }

    @Override
    public int current() {
        return vegas.getLimit();
    }

    @Override
    public void learn(Sample sample) {
        if (!begun) {
            begun = true;
            windowBeganNanos = sample.beganNanos();
        }
        Slowness slowness = services.computeIfAbsent(sample.service(), name -> new Slowness());
        boolean ofThisWindow = sample.beganNanos() - windowBeganNanos >= 0;
        slowness.add(sample, ofThisWindow);
        if (!ofThisWindow) {
            return;
        }
        windowSamples++;
        windowInFlight = Math.max(windowInFlight, sample.inFlight());
        long nowNanos = sample.beganNanos() + sample.tookNanos();
        if (windowSamples >= WINDOW_SAMPLES_MIN && nowNanos - windowBeganNanos >= WINDOW_NANOS_MIN) {
            adapt();
            services.values().forEach(Slowness::startWindow);
            windowBeganNanos = nowNanos;
            windowSamples = 0;
            windowInFlight = 0;
        }
    }

    /** Those who may use half of it only, and do, use it as fully as those who may use all. */
    @Override
    public void reached(String service) {
        windowInFlight = Math.max(windowInFlight, current());
        services.computeIfAbsent(service, name -> new Slowness()).reached();
    }

    private void adapt() {
        double seen = leastSlowed();
        boolean hopeless = seen >= Slowness.MAX;
        int inFlight = seen < LITTLE_SLOWED ? usedWell() : windowInFlight;
        for (int step = 0; step < (hopeless ? HOPELESS_STEPS : 1); step++) {
            vegas.onSample(0, Math.round(USUAL * Math.max(1, seen)), inFlight, hopeless);
        }
        services.values().forEach(service -> service.relearn(current() <= min));
    }

    /** What one that stalls holds does not show that the cell carries more. */
    private int usedWell() {
        int used = 0;
        for (Slowness service : services.values()) {
            if (service.count() > 0 && service.median() < Slowness.MUCH) {
                used = service.isReached() ? current() : used + service.mostInFlight();
            }
            if (used >= current()) {
                return current();
            }
        }
        return used;
    }

    /** A service that stalls alone is not an overload of the cell: that slows all of them. */
    private double leastSlowed() {
        double least = Double.MAX_VALUE;
        List<Slowness> heard = new ArrayList<>();
        for (Slowness service : services.values()) {
            if (service.count() >= VOICE_SAMPLES_MIN) {
                heard.add(service);
            }
        }
        for (Slowness service : heard.isEmpty() ? services.values() : heard) {
            if (service.count() > 0) {
                least = Math.min(least, service.median());
            }
        }
        return least;
    }

    @Override
    public String toString() {
        return "adaptive limit " + current();
    }
}

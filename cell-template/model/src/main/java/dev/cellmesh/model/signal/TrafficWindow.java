package dev.cellmesh.model.signal;

import dev.cellmesh.model.budget.CountRing;
import dev.cellmesh.model.budget.Judgement;
import dev.cellmesh.model.budget.LatencyGoal;
import java.time.Duration;

/**
 * What became of the requests of the last half minute? Buckets of one second, and of each latencies in some 30 bounds: 8 kB.
 * Belongs to one thread; time is handed in.
 */
public final class TrafficWindow {
    /** Long enough for a p99 of modest traffic, short enough that what is over is soon forgotten. */
    public static final Duration LENGTH = Duration.ofSeconds(30);

    /** Two neighbours are at most a factor of 1.5 apart from 10 ms on. */
    private static final int[] BOUNDS_MILLIS = {
        1, 2, 3, 5, 7, 10, 15, 20, 30, 45, 60, 80, 100, 150, 200, 300, 450, 600, 800, 1_000, 1_500, 2_000, 3_000, 4_500,
        6_000, 8_000, 10_000, 15_000, 30_000
    };

    private static final Duration BUCKET = Duration.ofSeconds(1);
    private static final int BUCKETS = Math.toIntExact(LENGTH.dividedBy(BUCKET));
    private static final int ERRORS = 0;
    private static final int SLOW = 1;
    private static final int STALLED = 2;
    private static final int LATENCIES = 3;
    private static final int PERCENT = 100;

    /** The last column is of those beyond all bounds. */
    private final CountRing ring = new CountRing(BUCKET, BUCKETS, LATENCIES + BOUNDS_MILLIS.length + 1);

    public void record(long nowNanos, Judgement judgement, long tookMillis, LatencyGoal goal) {
        switch (judgement) {
            case NOT_COUNTED -> {
                return;
            }
            case FAILED -> ring.add(nowNanos, ERRORS, 1);
            case SLOW -> {
                ring.add(nowNanos, SLOW, 1);
                if (tookMillis > (long) goal.millis() * Traffic.STALLED_FACTOR) {
                    ring.add(nowNanos, STALLED, 1);
                }
            }
            case GOOD -> {
                // Counted among all, below.
            }
        }
        ring.add(nowNanos, LATENCIES + bound(tookMillis), 1);
    }

    public Traffic read(long nowNanos) {
        long[] latencies = new long[BOUNDS_MILLIS.length + 1];
        long requests = 0;
        for (int i = 0; i < latencies.length; i++) {
            latencies[i] = sum(nowNanos, LATENCIES + i);
            requests += latencies[i];
        }
        return new Traffic(
                requests,
                sum(nowNanos, ERRORS),
                sum(nowNanos, SLOW),
                sum(nowNanos, STALLED),
                p99Millis(latencies, requests));
    }

    private long sum(long nowNanos, int column) {
        return ring.sum(nowNanos, column, BUCKETS);
    }

    private static int bound(long tookMillis) {
        int i = 0;
        while (i < BOUNDS_MILLIS.length && tookMillis > BOUNDS_MILLIS[i]) {
            i++;
        }
        return i;
    }

    private static long p99Millis(long[] latencies, long requests) {
        long above = requests / PERCENT;
        long seen = 0;
        for (int i = latencies.length - 1; i >= 0; i--) {
            seen += latencies[i];
            if (seen > above) {
                return BOUNDS_MILLIS[Math.min(i, BOUNDS_MILLIS.length - 1)];
            }
        }
        return 0;
    }
}

package dev.cellmesh.model.budget;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * What has become of one operation's requests over three days? Half a minute is told apart within the last hour, half an hour
 * before that: 265 buckets, 6 kB. Belongs to one thread; time is handed in.
 */
public final class ErrorBudget {
    private static final Duration FINE = Duration.ofSeconds(30);
    private static final Duration COARSE = Duration.ofMinutes(30);
    private static final int COLUMNS = 2;
    private static final int REQUESTS = 0;
    private static final int BAD = 1;

    private final Objective objective;
    private final long startedNanos;
    private final CountRing lastHour = new CountRing(FINE, buckets(BurnWindow.HOUR_1, FINE), COLUMNS);
    private final CountRing lastDays = new CountRing(COARSE, buckets(BurnWindow.DAYS_3, COARSE), COLUMNS);

    public ErrorBudget(Objective objective, long nowNanos) {
        this.objective = objective;
        this.startedNanos = nowNanos;
    }

    public void record(long nowNanos, Judgement judgement) {
        if (judgement == Judgement.NOT_COUNTED) {
            return;
        }
        add(nowNanos, REQUESTS);
        if (judgement.isBad()) {
            add(nowNanos, BAD);
        }
    }

    private void add(long nowNanos, int column) {
        lastHour.add(nowNanos, column, 1);
        lastDays.add(nowNanos, column, 1);
    }

    public BudgetReading read(long nowNanos) {
        Map<BurnWindow, Counted> windows = new EnumMap<>(BurnWindow.class);
        for (BurnWindow window : BurnWindow.values()) {
            boolean fine = window.length().compareTo(BurnWindow.HOUR_1.length()) <= 0;
            CountRing ring = fine ? lastHour : lastDays;
            int last = buckets(window, fine ? FINE : COARSE);
            windows.put(window, new Counted(ring.sum(nowNanos, REQUESTS, last), ring.sum(nowNanos, BAD, last)));
        }
        return new BudgetReading(objective, Duration.ofNanos(nowNanos - startedNanos), windows);
    }

    private static int buckets(BurnWindow window, Duration bucket) {
        return Math.toIntExact(window.length().dividedBy(bucket));
    }
}

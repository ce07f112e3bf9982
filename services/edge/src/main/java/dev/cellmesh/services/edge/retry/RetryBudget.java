package dev.cellmesh.services.edge.retry;

import java.util.concurrent.TimeUnit;

/**
 * May one more request be sent again? As long as what was sent again in the last {@value #WINDOW_SECONDS} seconds is no more than a
 * share of what came in them: then retries can never turn a failure into an overload, however many clients meet it.
 *
 * <p>The token ratio of Finagle's and Envoy's retry budgets: a request deposits a share of a token, a retry withdraws one, and what
 * is not used expires. Told as a window, since then the promise can be read off: in each one, {@code retries <= max(minimum, share *
 * requests)}. And within any two seconds, too: what a calm time did not
 * use would otherwise be spent at once by the failure that ends it. Not within one: in its first moments few have come, and none
 * could be sent again.
 * Costs the same however many requests there are. For one event loop.
 */
final class RetryBudget {
    static final int WINDOW_SECONDS = 10;
    private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private final int percent;
    private final int minimum;
    private final long[] seconds = new long[WINDOW_SECONDS];
    private final int[] requests = new int[WINDOW_SECONDS];
    private final int[] retries = new int[WINDOW_SECONDS];

    /**
     * @param percent of the requests that may be sent again, 0 to 100
     * @param minimum retries in a window that are free, so that one of few requests can be sent again at all
     */
    RetryBudget(int percent, int minimum) {
        if (percent < 0 || percent > 100 || minimum < 0) {
            throw new IllegalArgumentException("a budget is a part of the requests");
        }
        this.percent = percent;
        this.minimum = minimum;
        java.util.Arrays.fill(seconds, Long.MIN_VALUE);
    }

    void requested(long nowNanos) {
        requests[slot(nowNanos)]++;
    }

    boolean allows(long nowNanos) {
        int now = slot(nowNanos);
        int before = Math.floorMod(now - 1, WINDOW_SECONDS);
        long again = sum(retries);
        return again < minimum
                || (again < share(sum(requests))
                        && retries[now] + retries[before] < share(requests[now] + requests[before]));
    }

    private long share(long count) {
        return count * percent / 100;
    }

    void retried(long nowNanos) {
        retries[slot(nowNanos)]++;
    }

    /** The present second's, after all that is older than the window was dropped. */
    private int slot(long nowNanos) {
        // A monotonic clock may be negative.
        long second = Math.floorDiv(nowNanos, NANOS_PER_SECOND);
        for (int i = 0; i < WINDOW_SECONDS; i++) {
            if (seconds[i] <= second - WINDOW_SECONDS) {
                requests[i] = 0;
                retries[i] = 0;
            }
        }
        int slot = Math.floorMod(second, WINDOW_SECONDS);
        seconds[slot] = second;
        return slot;
    }

    private static long sum(int[] counts) {
        long sum = 0;
        for (int count : counts) {
            sum += count;
        }
        return sum;
    }
}

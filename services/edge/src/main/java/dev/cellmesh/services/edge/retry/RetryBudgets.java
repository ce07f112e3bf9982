package dev.cellmesh.services.edge.retry;

import dev.cellmesh.model.Region;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * May this request be sent once more, to this region? Only when both the budget of that region and the one of all together allow it:
 * the first keeps a failing region from being hammered, the second keeps the free minimum of each from adding up. Retries and hedges
 * draw from the same budget. For one event loop.
 */
public final class RetryBudgets {
    /** As Envoy's documentation advises against more than 20, and the load of an overloaded region is near its end already. */
    private static final int PERCENT = 10;

    private static final int MINIMUM_OF_REGION = 3;
    private static final int MINIMUM_OF_ALL = 5;

    private final boolean unlimited;
    private final LongSupplier nanoClock;
    private final Map<Region, RetryBudget> byRegion = new HashMap<>();
    private final RetryBudget all = new RetryBudget(PERCENT, MINIMUM_OF_ALL);

    /** @param unlimited counts nothing and allows all, for a proof's control */
    public RetryBudgets(boolean unlimited, LongSupplier nanoClock) {
        this.unlimited = unlimited;
        this.nanoClock = nanoClock;
    }

    /** To be called once for each request, with the region that it is sent to first. */
    public void requested(Region region) {
        long now = nanoClock.getAsLong();
        budget(region).requested(now);
        all.requested(now);
    }

    /** @return whether it may be sent; then it is counted */
    public boolean take(Region region) {
        if (unlimited) {
            return true;
        }
        long now = nanoClock.getAsLong();
        RetryBudget own = budget(region);
        if (!own.allows(now) || !all.allows(now)) {
            return false;
        }
        own.retried(now);
        all.retried(now);
        return true;
    }

    /** As many as the mesh has regions. */
    private RetryBudget budget(Region region) {
        return byRegion.computeIfAbsent(region, first -> new RetryBudget(PERCENT, MINIMUM_OF_REGION));
    }
}

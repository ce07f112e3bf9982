package dev.cellmesh.services.edge.retry;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.TenantId;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * May this request of a tenant be sent once more, to this region? Only when three budgets allow it: the region's, so that one that
 * fails is not hammered; the tenant's, so that one whose cells are gone does not use up what others need; and that of all together,
 * so that the free minimum of each does not add up. Retries and hedges draw from the same. For one event loop.
 */
public final class RetryBudgets {
    private static final int PERCENT = 10;

    private static final int MINIMUM_OF_ONE = 3;
    private static final int MINIMUM_OF_ALL = 5;
    /** Whose budget was dropped begins anew with the minimum; the other two hold all the same. */
    private static final int TENANTS_MAX = 16_384;

    private final boolean unlimited;
    private final LongSupplier nanoClock;
    private final Map<Region, RetryBudget> byRegion = new HashMap<>();
    private final LoadingCache<TenantId, RetryBudget> byTenant;
    private final RetryBudget all = new RetryBudget(PERCENT, MINIMUM_OF_ALL);

    /** @param unlimited allows all, for a proof's control */
    public RetryBudgets(boolean unlimited, LongSupplier nanoClock) {
        this.unlimited = unlimited;
        this.nanoClock = nanoClock;
        this.byTenant = Caffeine.newBuilder()
                .maximumSize(TENANTS_MAX)
                .expireAfterAccess(RetryBudget.WINDOW_SECONDS, TimeUnit.SECONDS)
                .ticker(nanoClock::getAsLong)
                .executor(Runnable::run)
                .build(first -> new RetryBudget(PERCENT, MINIMUM_OF_ONE));
    }

    /** To be called once for each request, with the region that it is sent to first. */
    public void requested(TenantId tenant, Region region) {
        long now = nanoClock.getAsLong();
        byTenant.get(tenant).requested(now);
        of(region).requested(now);
        all.requested(now);
    }

    /** @return whether it may be sent; then it is counted */
    public boolean take(TenantId tenant, Region region) {
        if (unlimited) {
            return true;
        }
        long now = nanoClock.getAsLong();
        RetryBudget own = byTenant.get(tenant);
        RetryBudget there = of(region);
        if (!own.allows(now) || !there.allows(now) || !all.allows(now)) {
            return false;
        }
        own.retried(now);
        there.retried(now);
        all.retried(now);
        return true;
    }

    /** As many as the mesh has regions. */
    private RetryBudget of(Region region) {
        return byRegion.computeIfAbsent(region, first -> new RetryBudget(PERCENT, MINIMUM_OF_ONE));
    }
}

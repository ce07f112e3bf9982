package dev.cellmesh.runtime.share;

import dev.cellmesh.model.TenantId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * May one tenant have more of what all tenants of a cell share, such as the places or the connections of a service? While it is alone, as
 * much as there is; in company, up to its part. Remembers who holds something and who came last, however many tenants there
 * are. Used on one event loop only.
 */
public final class TenantShare {
    /** How long whoever came counts as company: who comes once a minute shall find its part free, too. */
    static final long COMPANY_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final LongSupplier nanoClock;
    private final Map<TenantId, int[]> held = new HashMap<>();
    private Optional<TenantId> latest = Optional.empty();
    private long latestNanos;
    /** When somebody else than the latest one came last. */
    private Optional<Long> otherNanos = Optional.empty();

    public TenantShare(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /** To be told of everybody who asks, whether it gets something or not. */
    public void came(TenantId tenant) {
        if (latest.isPresent() && !latest.get().equals(tenant)) {
            otherNanos = Optional.of(latestNanos);
        }
        latest = Optional.of(tenant);
        latestNanos = nanoClock.getAsLong();
    }

    /** @param part what it may have in company */
    public boolean isWithin(TenantId tenant, int part) {
        return held(tenant) < part || isAlone(tenant);
    }

    private boolean isAlone(TenantId tenant) {
        boolean isLatest = latest.map(tenant::equals).orElse(true);
        Optional<Long> othersNanos = isLatest ? otherNanos : Optional.of(latestNanos);
        return othersNanos
                .map(nanos -> nanoClock.getAsLong() - nanos > COMPANY_NANOS)
                .orElse(true);
    }

    public void take(TenantId tenant) {
        held.computeIfAbsent(tenant, first -> new int[1])[0]++;
    }

    public void give(TenantId tenant) {
        held.computeIfPresent(tenant, (who, count) -> --count[0] == 0 ? null : count);
    }

    public int held(TenantId tenant) {
        int[] count = held.get(tenant);
        return count == null ? 0 : count[0];
    }

    /** How many tenants hold something. */
    int holders() {
        return held.size();
    }
}

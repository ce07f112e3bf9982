package dev.cellmesh.services.edge.health;

import dev.cellmesh.model.TenantId;
import java.util.HashMap;
import java.util.Map;

/**
 * Is it the cell, or one tenant's requests? A tenant whose every request fails, or is slow by nature, must not take its cells away
 * from others. So each tenant has one vote, however much it sends, and one alone is not enough where there are more.
 */
final class TenantVotes {
    /** More would change nothing but the memory. */
    private static final int TENANTS_MAX = 16;
    /** A tenant changes its mind after as many requests. */
    private static final int OPINION_MAX = 4;

    private final Map<TenantId, Integer> opinions = new HashMap<>();

    void count(TenantId tenant, boolean bad) {
        Integer opinion = opinions.get(tenant);
        if (opinion != null || opinions.size() < TENANTS_MAX) {
            int before = opinion == null ? 0 : opinion;
            opinions.put(tenant, Math.clamp(before + (bad ? 1 : -1), -OPINION_MAX, OPINION_MAX));
        }
    }

    /** At least half of the tenants, and at least two unless there is only one. */
    boolean areAgainstTheCell() {
        long against = opinions.values().stream().filter(opinion -> opinion > 0).count();
        return against > 0 && against >= Math.min(2, opinions.size()) && 2 * against >= opinions.size();
    }

    void clear() {
        opinions.clear();
    }
}

package dev.cellmesh.client;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What has this client seen of each tenant? The tokens of answers, which later calls bring back, so that no read misses the client's own
 * writes or goes back in time. An answer's token covers those that its request carried: they are replaced by it. For any thread.
 */
final class Tokens {
    /** As many as a request may carry. */
    private static final int CARRIED_MAX = 8;
    /** Those longest unused are forgotten: their next call is as one of a new client. */
    private static final int TENANTS_MAX = 10_000;

    private final Map<String, Set<String>> byTenant = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Set<String>> eldest) {
            return size() > TENANTS_MAX;
        }
    };

    /** The oldest first: what is carried is merged, so that more than may be carried become fewer with each call. */
    synchronized List<String> carriedFor(String tenant) {
        return byTenant.getOrDefault(tenant, Set.of()).stream()
                .limit(CARRIED_MAX)
                .toList();
    }

    /** @param carried by the request of this answer */
    synchronized void seen(String tenant, List<String> carried, String token) {
        Set<String> known = byTenant.computeIfAbsent(tenant, name -> new LinkedHashSet<>());
        carried.forEach(known::remove);
        known.add(token);
    }

    /** The mesh does not take them any more, for example since its secret has changed. */
    synchronized void refused(String tenant, List<String> carried) {
        Set<String> known = byTenant.get(tenant);
        if (known != null) {
            carried.forEach(known::remove);
        }
    }
}

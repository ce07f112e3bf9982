package dev.cellmesh.client;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What has this client seen of each tenant? The tokens of answers, which later calls bring back, so that no read misses the client's own
 * writes or goes back in time. An answer's token covers those that its request carried: they are replaced by it. For any thread.
 */
final class Tokens {
    /** As many as a request may carry. */
    private static final int CARRIED_MAX = 8;
    /** Who goes on after its own write finds that among them, and they mostly cover the older ones of the same rows. */
    private static final int NEWEST_CARRIED = 6;
    /** More come together only when as many calls are under way at once; the oldest is then forgotten. */
    private static final int KNOWN_MAX = 64;
    /** Those longest unused are forgotten: their next call is as one of a new client. */
    private static final int TENANTS_MAX = 10_000;

    private final Map<String, Known> byTenant = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
            return size() > TENANTS_MAX;
        }
    };

    /** Those of one tenant, the oldest first. */
    private static final class Known {
        private final List<String> tokens = new ArrayList<>();
        /** How many older ones were carried so far. */
        private int turns;

        private List<String> carried() {
            if (tokens.size() <= CARRIED_MAX) {
                return List.copyOf(tokens);
            }
            int older = tokens.size() - NEWEST_CARRIED;
            List<String> carried = new ArrayList<>();
            for (int i = NEWEST_CARRIED; i < CARRIED_MAX; i++) {
                carried.add(tokens.get(Math.floorMod(turns++, older)));
            }
            carried.addAll(tokens.subList(older, tokens.size()));
            return carried;
        }
    }

    /**
     * All, or the newest and some of the older ones: what is carried is merged, so that more than may be carried become fewer with each
     * call. Calls that are under way together carry different older ones; else they would merge the same ones, and all others would wait.
     */
    synchronized List<String> carriedFor(String tenant) {
        Known known = byTenant.get(tenant);
        return known == null ? List.of() : known.carried();
    }

    /** @param carried by the request of this answer */
    synchronized void seen(String tenant, List<String> carried, String token) {
        List<String> known = byTenant.computeIfAbsent(tenant, name -> new Known()).tokens;
        known.removeAll(carried);
        known.remove(token);
        known.add(token);
        if (known.size() > KNOWN_MAX) {
            known.removeFirst();
        }
    }

    /** The mesh does not take them any more, for example since its secret has changed. */
    synchronized void refused(String tenant, List<String> carried) {
        Known known = byTenant.get(tenant);
        if (known != null) {
            known.tokens.removeAll(carried);
        }
    }
}

package dev.cellmesh.services.edge.region;

import dev.cellmesh.model.Region;
import dev.cellmesh.runtime.node.EdgeRouting;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.OptionalLong;

/** What does {@code GET /v1/edges} tell? Which edges there are, where, and how far each is from the one that is asked. */
public final class EdgesDocument {
    public static final String TARGET = "/v1/edges";
    /** Answers {@value #PONG} when the edge can serve: for those who measure how far it is. */
    public static final String PING = "/v1/ping";

    public static final int PONG = 204;

    private static final double NANOS_PER_MILLI = 1_000_000;
    private static final double DECIMALS = 1_000;

    private EdgesDocument() {}

    /**
     * The edges that have an address for clients, by region.
     *
     * @param suggested the region that fits the request, as far as it tells
     */
    public static JsonObject of(
            Region own,
            Region suggested,
            EdgeRouting routing,
            Collection<Region> regions,
            Map<Region, Distance> distances) {
        JsonArray edges = new JsonArray();
        regions.stream()
                .filter(region -> routing.baseUrls().containsKey(region.name()))
                .sorted(Comparator.naturalOrder())
                .forEach(region -> edges.add(edge(
                        region,
                        routing.baseUrls().get(region.name()),
                        region.equals(own) ? Distance.HERE : distances.getOrDefault(region, Distance.UNKNOWN))));
        return new JsonObject()
                .put(
                        "data",
                        new JsonObject()
                                .put("region", own.name())
                                .put("suggestedRegion", suggested.name())
                                .put("edges", edges));
    }

    private static JsonObject edge(Region region, String baseUrl, Distance distance) {
        return new JsonObject()
                .put("region", region.name())
                .put("baseUrl", baseUrl)
                .put("reachable", distance.isReachable())
                .put("latencyMillis", millis(distance.nanos()));
    }

    private static Double millis(OptionalLong nanos) {
        return nanos.isPresent() ? Math.round(nanos.getAsLong() / NANOS_PER_MILLI * DECIMALS) / DECIMALS : null;
    }
}

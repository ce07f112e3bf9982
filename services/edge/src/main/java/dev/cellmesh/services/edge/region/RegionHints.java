package dev.cellmesh.services.edge.region;

import dev.cellmesh.model.Region;
import dev.cellmesh.runtime.node.EdgeRouting;
import io.vertx.core.MultiMap;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Which region does a request belong to, as far as it tells? The one that the client names, else that of the country that a
 * CDN tells, else the edge's own. A hint, and never more: what a region must do stays there.
 */
public final class RegionHints {
    public static final String USER_REGION = "X-User-Region";

    private final Region own;
    private final Map<String, Region> regions = new HashMap<>();
    private final List<String> countryHeaders;
    private final Map<String, Region> ofCountry = new HashMap<>();

    public RegionHints(Region own, Collection<String> regions, EdgeRouting routing) {
        this.own = own;
        regions.forEach(name -> this.regions.put(name, new Region(name)));
        this.countryHeaders = routing.countryHeaders();
        routing.regionOfCountry().forEach((country, region) -> ofCountry.put(country, new Region(region)));
    }

    public Region own() {
        return own;
    }

    public Collection<Region> all() {
        return new TreeSet<>(regions.values());
    }

    /** Can the client's own hint be read? It can when there is none. */
    public static boolean isReadable(MultiMap headers) {
        String asked = headers.get(USER_REGION);
        return asked == null
                || (Region.isValid(asked) && headers.getAll(USER_REGION).size() == 1);
    }

    /** A region of the mesh in any case: one that it does not have, or no longer, is no hint. */
    public Region preferred(MultiMap headers) {
        String asked = headers.get(USER_REGION);
        Region named = asked == null ? null : regions.get(asked);
        return named == null ? geographic(headers) : named;
    }

    private Region geographic(MultiMap headers) {
        for (String header : countryHeaders) {
            List<String> told = headers.getAll(header);
            // A CDN says it once. Who says it twice has a client that said it, too.
            Region region = told.size() == 1 ? ofCountry.get(told.getFirst()) : null;
            if (region != null) {
                return region;
            }
        }
        return own;
    }
}

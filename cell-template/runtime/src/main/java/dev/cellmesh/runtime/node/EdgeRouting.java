package dev.cellmesh.runtime.node;

import java.util.Map;

/**
 * By what does an edge choose a region, beside the tenant's home?
 *
 * @param regionOfCountry the nearest region by the country code (ISO 3166-1 alpha-2, upper case) that a CDN tells
 */
public record EdgeRouting(Map<String, String> regionOfCountry) {
    public static final EdgeRouting NONE = new EdgeRouting(Map.of());
}

package dev.cellmesh.runtime.node;

import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * By what does an edge choose a region beside the tenant's home, and what does it tell cells of who asks?
 *
 * @param edges where the edge of each region listens, as seen from this edge, by region; whoever is missing is not measured
 * @param baseUrls where clients find the edge of each region, by region; what {@code GET /v1/edges} tells
 * @param countryHeaders the headers in which the CDN before this edge tells the client's country, the first one that is there
 *     counts. Empty when there is no CDN: a client could set them, so nobody is believed then
 * @param regionOfCountry the nearest region by the country code (ISO 3166-1 alpha-2, upper case) that a CDN tells
 * @param flags at most {@value SplitNames#COUNT_MAX}, of different names
 * @param experiments likewise
 */
public record EdgeRouting(
        Map<String, Endpoint> edges,
        Map<String, String> baseUrls,
        List<String> countryHeaders,
        Map<String, String> regionOfCountry,
        List<FeatureFlag> flags,
        List<Experiment> experiments) {
    public static final EdgeRouting NONE =
            new EdgeRouting(Map.of(), Map.of(), List.of(), Map.of(), List.of(), List.of());

    /** More than one CDN before the other, and one being replaced. */
    private static final int COUNTRY_HEADERS_MAX = 4;

    private static final Pattern HEADER = Pattern.compile("[A-Za-z][A-Za-z0-9-]{0,63}");
    /** ISO leaves XA to XZ to its users, and Cloudflare says T1 for those that cannot be located. */
    private static final Pattern COUNTRY = Pattern.compile("[A-Z][A-Z0-9]");

    /** @throws IllegalArgumentException when something is not as said above */
    public EdgeRouting {
        edges = Map.copyOf(edges);
        baseUrls = Map.copyOf(baseUrls);
        countryHeaders = List.copyOf(countryHeaders);
        regionOfCountry = Map.copyOf(regionOfCountry);
        flags = List.copyOf(flags);
        experiments = List.copyOf(experiments);
        baseUrls.values().forEach(EdgeRouting::checkUrl);
        if (countryHeaders.size() > COUNTRY_HEADERS_MAX) {
            throw new IllegalArgumentException("at most " + COUNTRY_HEADERS_MAX + " headers of countries");
        }
        for (String header : countryHeaders) {
            check(HEADER, header, "a header's name");
        }
        for (String country : regionOfCountry.keySet()) {
            check(COUNTRY, country, "a country's code");
        }
        SplitNames.checkAll(flags.stream().map(FeatureFlag::name).toList());
        SplitNames.checkAll(experiments.stream().map(Experiment::name).toList());
    }

    private static void check(Pattern form, String text, String what) {
        if (!form.matcher(text).matches()) {
            throw new IllegalArgumentException("not " + what + ": " + text);
        }
    }

    private static void checkUrl(String url) {
        URI uri = URI.create(url);
        boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        if (!http || uri.getHost() == null || url.endsWith("/")) {
            throw new IllegalArgumentException("not an address of an edge, without a slash at its end: " + url);
        }
    }

    /**
     * Does it speak of regions that the mesh has, and of no others?
     *
     * @throws IllegalArgumentException when it names another one
     */
    public void checkRegions(Collection<String> regions) {
        checkAll(edges.keySet(), regions);
        checkAll(baseUrls.keySet(), regions);
        checkAll(regionOfCountry.values(), regions);
        flags.forEach(flag -> checkAll(flag.percentIn().keySet(), regions));
    }

    private static void checkAll(Collection<String> named, Collection<String> regions) {
        for (String region : named) {
            if (!regions.contains(region)) {
                throw new IllegalArgumentException("no region of the mesh: " + region + ", of " + regions);
            }
        }
    }

    /** The same, with other edges. */
    public EdgeRouting between(Map<String, Endpoint> otherEdges, Map<String, String> otherBaseUrls) {
        return new EdgeRouting(otherEdges, otherBaseUrls, countryHeaders, regionOfCountry, flags, experiments);
    }
}

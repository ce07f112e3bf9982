package dev.cellmesh.local.mesh;

import dev.cellmesh.runtime.node.EdgeRouting;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** By what do the edges of a local mesh choose a region? By the shipped table of countries, once a CDN is before them. */
final class LocalRouting {
    private static final String TABLE = "regions-of-countries.properties";

    private LocalRouting() {}

    /** No CDN, no flags and no experiments: what a mesh begins with. */
    static EdgeRouting shipped() {
        return new EdgeRouting(Map.of(), Map.of(), List.of(), countries(), List.of(), List.of());
    }

    private static Map<String, String> countries() {
        Properties table = new Properties();
        try (InputStream in = LocalRouting.class.getResourceAsStream(TABLE)) {
            table.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> regions = new HashMap<>();
        for (String region : table.stringPropertyNames()) {
            for (String country : table.getProperty(region).strip().split("\\s+", -1)) {
                String other = regions.put(country, region);
                if (other != null) {
                    throw new IllegalStateException(country + " is in " + other + " and in " + region);
                }
            }
        }
        return regions;
    }
}

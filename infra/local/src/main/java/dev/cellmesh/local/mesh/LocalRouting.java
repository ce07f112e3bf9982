package dev.cellmesh.local.mesh;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.cellmesh.model.Region;
import dev.cellmesh.runtime.node.EdgeRouting;
import dev.cellmesh.runtime.node.Experiment;
import dev.cellmesh.runtime.node.FeatureFlag;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * By what do the edges of a local mesh choose a region, and what do they tell cells? What the file {@value #FILE} of the mesh's folder
 * says; without it, the shipped table of countries, no CDN that would tell one, and neither flags nor experiments.
 */
final class LocalRouting {
    static final String FILE = "edge-routing.json";

    private static final String TABLE = "regions-of-countries.properties";
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** As {@link EdgeRouting} says; what is missing is as shipped. */
    private record Wishes(
            List<String> countryHeaders,
            Map<String, String> regionOfCountry,
            List<FeatureFlag> flags,
            List<Experiment> experiments) {
        EdgeRouting routing() {
            return new EdgeRouting(
                    Map.of(),
                    Map.of(),
                    countryHeaders == null ? List.of() : countryHeaders,
                    regionOfCountry == null ? countries() : regionOfCountry,
                    flags == null ? List.of() : flags,
                    experiments == null ? List.of() : experiments);
        }
    }

    private LocalRouting() {}

    static EdgeRouting shipped() {
        return new Wishes(null, null, null, null).routing();
    }

    /** @throws RefusedException when the file says what cannot be */
    static EdgeRouting in(Path folder) {
        Path file = folder.resolve(FILE);
        try {
            EdgeRouting routing = Files.exists(file)
                    ? MAPPER.readValue(Files.readString(file), Wishes.class).routing()
                    : shipped();
            routing.checkRegions(MeshOptions.REGIONS.stream().map(Region::name).toList());
            return routing;
        } catch (JsonProcessingException e) {
            throw new RefusedException(file + ": " + e.getOriginalMessage());
        } catch (IllegalArgumentException e) {
            throw new RefusedException(file + ": " + e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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

package dev.cellmesh.load.scenario;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * What does the command line say instead of the file?
 *
 * @param mesh the mesh's own API
 * @param edges by region; those of the file stay for regions not named here
 * @param rateScale every rate times this: 0.1 for a tenth of the load
 * @param timeScale every length and moment of phases and faults times this, and the windows of what is judged
 */
public record Overrides(Optional<URI> mesh, Map<String, URI> edges, double rateScale, double timeScale) {
    public static final Overrides NONE = new Overrides(Optional.empty(), Map.of(), 1, 1);

    private static final double SCALE_MIN = 0.0001;
    private static final double SCALE_MAX = 10_000;

    public Overrides {
        edges = Map.copyOf(edges);
        requireScale("scale", rateScale);
        requireScale("time-scale", timeScale);
    }

    private static void requireScale(String name, double scale) {
        if (!(scale >= SCALE_MIN && scale <= SCALE_MAX)) {
            throw new IllegalArgumentException(name + " is " + SCALE_MIN + " to " + SCALE_MAX + ", not " + scale);
        }
    }
}

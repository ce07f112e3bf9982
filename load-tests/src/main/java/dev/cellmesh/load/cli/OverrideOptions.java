package dev.cellmesh.load.cli;

import dev.cellmesh.load.scenario.Overrides;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What may be said on the command line instead of in the file? */
final class OverrideOptions {
    @Spec(Spec.Target.MIXEE)
    CommandSpec spec;

    @Option(names = "--mesh", paramLabel = "URL", description = "The mesh's own API, such as http://127.0.0.1:8091.")
    URI mesh;

    @Option(
            names = "--edge",
            paramLabel = "REGION=URL",
            description = "Where users of a region ask; may be given once for each region.")
    Map<String, URI> edges = new LinkedHashMap<>();

    @Option(
            names = "--scale",
            paramLabel = "X",
            defaultValue = "1",
            description = "All rates, and thresholds on rates, times this; 0.1 for a tenth.")
    double scale;

    @Option(
            names = "--time-scale",
            paramLabel = "X",
            defaultValue = "1",
            description = "All lengths and moments times this; 0.1 makes 30 s last 3 s.")
    double timeScale;

    Overrides toOverrides() {
        try {
            return new Overrides(Optional.ofNullable(mesh), edges, scale, timeScale);
        } catch (IllegalArgumentException refused) {
            throw new ParameterException(spec.commandLine(), "--" + refused.getMessage());
        }
    }
}

package dev.cellmesh.local.cli;

import dev.cellmesh.local.mesh.Mesh;
import dev.cellmesh.local.mesh.MeshProgress;
import dev.cellmesh.local.mesh.RefusedException;
import dev.cellmesh.local.prove.isolation.IsolationProof;
import dev.cellmesh.local.prove.isolation.ProofReport;
import dev.cellmesh.local.prove.isolation.Protection;
import dev.cellmesh.local.prove.isolation.Scale;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

@Command(
        name = "isolation",
        mixinStandardHelpOptions = true,
        description = {
            "A poison tenant, an overload or a slow cell reaches few others. Each check brings up meshes of its own, one after",
            "the other, the last of them without what the promise rests on: the control, which must break it."
        })
final class ProveIsolationCommand implements Callable<Integer> {
    /** The words of a protection. */
    static final class Words implements ITypeConverter<Protection>, Iterable<String> {
        @Override
        public Protection convert(String word) {
            return Protection.of(word).orElseThrow(() -> new TypeConversionException("there is no protection " + word));
        }

        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(Protection.values()).map(Protection::word).iterator();
        }
    }

    /** The names of checks. */
    static final class Checks implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return IsolationProof.names().iterator();
        }
    }

    @Option(
            names = "--break",
            paramLabel = "PROTECTION",
            converter = Words.class,
            completionCandidates = Words.class,
            description = "Leaves it out everywhere, and its check must then fail: ${COMPLETION-CANDIDATES}.")
    Protection broken;

    @Option(names = "--seed", defaultValue = "1", description = "Decides every choice (default: ${DEFAULT-VALUE}).")
    long seed;

    @Option(
            names = "--percent",
            paramLabel = "P",
            defaultValue = "" + ProveCommand.FULL_PERCENT,
            description = "How much of the full numbers and times, 1 to 100 (default: ${DEFAULT-VALUE}).")
    int percent;

    @Option(
            names = "--only",
            paramLabel = "CHECK",
            completionCandidates = Checks.class,
            description = "One check: ${COMPLETION-CANDIDATES}.")
    String only;

    @Option(names = "--json", paramLabel = "FILE", description = "Writes what was found there, too.")
    Path json;

    @Override
    public Integer call() throws Exception {
        if (percent < 1 || percent > ProveCommand.FULL_PERCENT) {
            throw new RefusedException("--percent is 1 to 100, not " + percent);
        }
        List<String> checks = IsolationProof.names();
        if (only != null && !checks.contains(only)) {
            throw new RefusedException("there is no check " + only + "; there are " + String.join(", ", checks));
        }
        Scale scale = new Scale(percent);
        List<IsolationProof.Found> found = new ArrayList<>();
        IsolationProof proof = new IsolationProof(
                options -> Mesh.start(OwnMesh.elsewhere(options), MeshProgress.SILENT),
                scale,
                seed,
                Optional.ofNullable(broken),
                Optional.ofNullable(only),
                System.out);
        return ProofMesh.verdict(() -> {
            try {
                proof.run(found::add);
            } finally {
                write(scale, found);
            }
        });
    }

    private void write(Scale scale, List<IsolationProof.Found> found) {
        if (json == null) {
            return;
        }
        try {
            Files.writeString(json, ProofReport.toJson(scale, seed, found).encodePrettily() + "\n");
        } catch (IOException e) {
            throw new RefusedException("the report could not be written to " + json + ": " + e.getMessage());
        }
    }
}

package dev.cellmesh.local.cockroach;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which CockroachDB is there to be used? The first of: the cluster that {@value #URL} names, the program {@value #PROGRAM} on
 * the PATH, Docker. Tests and commands ask here, and tell a person what was found, or why nothing was.
 *
 * @param environment variables of the process
 * @param isExecutable whether a file is a program
 * @param docker the reason why Docker cannot be used; empty when it can. Asked only when nothing better is there: it may take
 *     seconds
 */
public record ClusterFinder(
        Map<String, String> environment, Predicate<Path> isExecutable, Supplier<Optional<String>> docker) {
    public static final String URL = "MESH_COCKROACH_URL";
    public static final String PROGRAM = "cockroach";

    private static final Pattern SEPARATOR = Pattern.compile(java.io.File.pathSeparator, Pattern.LITERAL);

    /** As this process sees it. */
    public static ClusterFinder ofThisMachine() {
        return new ClusterFinder(System.getenv(), Files::isExecutable, ContainerCluster::whyNot);
    }

    /** What is there? */
    public sealed interface Found {
        /** Runs already, and belongs to somebody: only one database of it is touched. */
        record Named(String url) implements Found {}

        record Program(Path path) implements Found {}

        record Docker() implements Found {}

        record Nothing() implements Found {}
    }

    /** @param steps what was looked at, in the order, and what came of each */
    public record Search(Found found, List<String> steps) {
        public String explained() {
            return "CockroachDB: " + String.join("; ", steps);
        }
    }

    /** @param url given by a person for this one time; goes before all others */
    public Search find(Optional<String> url) {
        List<String> steps = new ArrayList<>();
        if (url.isPresent()) {
            steps.add("using the cluster that was named");
            return new Search(new Found.Named(url.get()), steps);
        }
        String named = environment.getOrDefault(URL, "").strip();
        if (!named.isEmpty()) {
            steps.add("using the cluster of " + URL);
            return new Search(new Found.Named(named), steps);
        }
        steps.add(URL + " is not set");
        Optional<Path> program = program();
        if (program.isPresent()) {
            steps.add("using the program " + program.get());
            return new Search(new Found.Program(program.get()), steps);
        }
        steps.add("no program " + PROGRAM + " is on the PATH");
        Optional<String> whyNot = docker.get();
        if (whyNot.isEmpty()) {
            steps.add("using Docker");
            return new Search(new Found.Docker(), steps);
        }
        steps.add("Docker cannot be used (" + whyNot.get() + ")");
        steps.add("NONE FOUND");
        return new Search(new Found.Nothing(), steps);
    }

    private Optional<Path> program() {
        return Stream.of(SEPARATOR.split(environment.getOrDefault("PATH", "")))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, PROGRAM))
                .filter(isExecutable)
                .findFirst();
    }
}

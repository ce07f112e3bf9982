package dev.cellmesh.metrics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where are the sources of what nodes run, and the pages made from them? */
final class Metrics {
    private static final Path ROOT =
            Path.of(System.getProperty("basedir", "."), "..", "..").normalize();
    static final Path OBSERVABILITY = ROOT.resolve("infra").resolve("observability");
    static final Path PAGE = OBSERVABILITY.resolve("METRICS.md");
    private static final Path SOURCES = Path.of("src", "main", "java");

    private Metrics() {}

    static SourceMeters declared() {
        try (Stream<Path> services = Files.list(ROOT.resolve("services"))) {
            List<Path> modules = Stream.concat(
                            Stream.of(ROOT.resolve("cell-template").resolve("runtime")), services.sorted())
                    .map(module -> module.resolve(SOURCES))
                    .filter(Files::isDirectory)
                    .toList();
            return SourceMeters.of(modules);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

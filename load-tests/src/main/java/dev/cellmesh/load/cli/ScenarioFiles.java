package dev.cellmesh.load.cli;

import dev.cellmesh.load.scenario.Problem;
import dev.cellmesh.load.scenario.ScenarioException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Which file is meant by {@code steady}, and which by {@code my/steady.yaml}? */
final class ScenarioFiles {
    private static final String ENDING = ".yaml";

    /** The launcher tells where the load tests are. */
    private static final String HOME_PROPERTY = "cellmesh.load.home";

    private ScenarioFiles() {}

    static Path home() {
        return Path.of(System.getProperty(HOME_PROPERTY, "load-tests"));
    }

    private static Path folder() {
        return home().resolve("scenarios");
    }

    /** The shipped ones, by name. */
    static List<Path> shipped() {
        try (Stream<Path> files = Files.list(folder())) {
            return files.filter(file -> file.toString().endsWith(ENDING))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String nameOf(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name;
    }

    /** A file when there is one of that name, else a shipped scenario. */
    static Path find(String nameOrFile) throws ScenarioException {
        Path file = Path.of(nameOrFile);
        if (Files.isRegularFile(file)) {
            return file;
        }
        Path shipped = folder().resolve(nameOrFile + ENDING);
        if (!nameOrFile.contains("/") && Files.isRegularFile(shipped)) {
            return shipped;
        }
        throw new ScenarioException(List.of(new Problem(
                nameOrFile,
                0,
                0,
                "there is no such file, and no such scenario: "
                        + String.join(
                                ", ",
                                shipped().stream().map(ScenarioFiles::nameOf).toList()))));
    }
}

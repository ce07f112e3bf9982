package dev.cellmesh.cockroach;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * What does CockroachDB's own parser say of a text? It is a Go module; the program around it is built once for each content of
 * its folder, into {@code target}.
 */
final class Grammar {
    private static final String GO = "go";
    private static final Path SOURCES = Path.of("grammar");
    private static final Path BUILT = Path.of("target", "grammar");
    /** The first build compiles a few hundred packages. */
    private static final long BUILD_MINUTES_MAX = 20;

    private static final long PARSE_SECONDS_MAX = 60;

    private final Path program;

    private Grammar(Path program) {
        this.program = program;
    }

    /** Aborts the tests with the reason when there is no {@code go} on the PATH. */
    static Grammar find() throws Exception {
        Optional<Path> go = Stream.of(System.getenv("PATH").split(":", -1))
                .map(folder -> Path.of(folder, GO))
                .filter(Files::isExecutable)
                .findFirst();
        String reason = "CockroachDB's grammar: NOT CHECKED, there is no program " + GO + " on the PATH";
        if (go.isEmpty()) {
            System.out.println(reason);
        }
        Assumptions.assumeTrue(go.isPresent(), reason);
        Path program = BUILT.resolve(contentOfSources()).resolve("grammar").toAbsolutePath();
        if (!Files.isExecutable(program)) {
            build(go.get(), program);
        }
        return new Grammar(program);
    }

    List<Parsed> parse(List<SqlText> texts) throws Exception {
        Path answers = Files.createTempFile("grammar", ".jsonl");
        Path complaints = Files.createTempFile("grammar", ".txt");
        try {
            Process process = new ProcessBuilder(program.toString())
                    .redirectOutput(answers.toFile())
                    .redirectError(complaints.toFile())
                    .start();
            try (OutputStream questions = process.getOutputStream()) {
                for (SqlText text : texts) {
                    String line = new JsonObject()
                                    .put("name", text.name())
                                    .put("sql", text.sql())
                                    .encode() + "\n";
                    questions.write(line.getBytes(StandardCharsets.UTF_8));
                }
            }
            if (!process.waitFor(PARSE_SECONDS_MAX, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("the grammar does not end");
            }
            if (process.exitValue() > 1) {
                throw new IllegalStateException("the grammar failed: " + Files.readString(complaints));
            }
            return parsed(texts, Files.readAllLines(answers));
        } finally {
            Files.deleteIfExists(answers);
            Files.deleteIfExists(complaints);
        }
    }

    private static List<Parsed> parsed(List<SqlText> texts, List<String> lines) {
        if (lines.size() != texts.size()) {
            throw new IllegalStateException(texts.size() + " texts, but " + lines.size() + " answers");
        }
        List<Parsed> all = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            all.add(Parsed.of(texts.get(i), new JsonObject(lines.get(i))));
        }
        return all;
    }

    private static void build(Path go, Path program) throws Exception {
        System.out.println("CockroachDB's grammar: building its program, the first time takes a minute or two");
        Files.createDirectories(program.getParent());
        Path unfinished = Files.createTempFile(program.getParent(), "building", "");
        Path log = program.resolveSibling("build.log");
        Process build = new ProcessBuilder(
                        go.toString(), "build", "-buildvcs=false", "-trimpath", "-o", unfinished.toString(), ".")
                .directory(SOURCES.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!build.waitFor(BUILD_MINUTES_MAX, TimeUnit.MINUTES)) {
            build.destroyForcibly();
        }
        if (build.isAlive() || build.exitValue() != 0) {
            throw new IllegalStateException("go build failed: " + Files.readString(log));
        }
        Files.move(unfinished, program, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String contentOfSources() throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        List<Path> sources;
        try (Stream<Path> list = Files.list(SOURCES)) {
            sources = list.filter(Files::isRegularFile).sorted().toList();
        }
        for (Path source : sources) {
            digest.update(source.getFileName().toString().getBytes(StandardCharsets.UTF_8));
            digest.update(read(source));
        }
        return HexFormat.of().formatHex(digest.digest(), 0, 8);
    }

    private static byte[] read(Path file) throws IOException {
        return Files.readAllBytes(file);
    }
}

package dev.cellmesh.local.mesh;

import dev.cellmesh.local.mesh.StartTurns.Rank;
import dev.cellmesh.runtime.node.NodeConfig;
import dev.cellmesh.runtime.node.NodeConfigJson;
import dev.cellmesh.runtime.node.NodeMain;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Every node a process of its own, so that one can be killed with everything it held. A node's standard input is a pipe
 * from this JVM: when this one dies, they all notice.
 */
final class ProcessNodes implements NodeHost {
    /** A starting JVM wants a core for itself; more at once only makes each slower. */
    private static final int STARTING_MAX = Math.max(2, Runtime.getRuntime().availableProcessors());

    /** So that a core is left on which nobody has to make room first: that costs those who are well some milliseconds each time. */
    private static final int STARTING_BEHIND_OTHERS_MAX =
            Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

    private static final int STOP_LIMIT_SECONDS = 8;
    private static final List<String> JVM_OPTIONS =
            List.of("-Xmx160m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto");

    private final Path folder;
    private final List<String> javaOptions;
    private final Consumer<String> died;
    private final Map<String, Process> running = new ConcurrentHashMap<>();
    /** That do not listen yet. */
    private final Set<Process> launched = ConcurrentHashMap.newKeySet();

    private final StartTurns turns = new StartTurns(STARTING_MAX, STARTING_BEHIND_OTHERS_MAX);
    private volatile boolean closed;

    /**
     * @param folder where configurations and logs are put
     * @param javaOptions behind the usual ones, so that they win
     * @param died told of each node that listened and then ended without having been told to; must not block
     */
    ProcessNodes(Path folder, List<String> javaOptions, Consumer<String> died) {
        this.folder = folder;
        this.javaOptions = List.copyOf(javaOptions);
        this.died = died;
    }

    @Override
    public void start(NodeConfig config) {
        start(config, Rank.ASKED);
    }

    @Override
    public void startAgain(NodeConfig config) {
        start(config, Rank.BEHIND_OTHERS);
    }

    private void start(NodeConfig config, Rank rank) {
        if (!isRunning(config.id())) {
            turns.inTurn(rank, () -> startNow(config, rank));
        }
    }

    private void startNow(NodeConfig config, Rank rank) {
        try {
            Process process = launch(config, rank);
            running.put(config.id(), process);
            Thread.ofVirtual().name("end-of-" + config.id()).start(() -> awaitEnd(config.id(), process));
            if (closed) {
                kill(config.id());
                throw new MeshStartException(config.id(), "the mesh is stopping", null);
            }
        } catch (IOException e) {
            throw new MeshStartException(config.id(), String.valueOf(e.getMessage()), e);
        }
    }

    private void awaitEnd(String id, Process process) {
        process.onExit().join();
        // Whoever ends a node on purpose takes it out first.
        if (running.remove(id, process)) {
            died.accept(id);
        }
    }

    private Process launch(NodeConfig config, Rank rank) throws IOException {
        // A configuration holds a token and a password.
        Path file = Files.createDirectories(
                        folder.resolve("nodes"),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")))
                .resolve(config.id() + ".json");
        Path log = Files.createDirectories(folder.resolve("logs")).resolve(config.id() + ".log");
        Files.writeString(file, NodeConfigJson.write(config));
        List<String> command = new ArrayList<>(rank.before());
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM_OPTIONS);
        command.addAll(Jvm.inheritedOptions());
        command.addAll(javaOptions);
        // A killed node cannot clean up, so what it puts aside goes with the mesh's folder.
        command.add("-Dvertx.cacheDirBase=" + Files.createDirectories(folder.resolve("cache")));
        command.add("-D" + NodeMain.START_LIMIT_SECONDS + "=" + rank.limitSeconds());
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(NodeMain.class.getName());
        command.add(file.toString());
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        launched.add(process);
        try {
            if (closed) {
                throw new IOException("the mesh is stopping");
            }
            awaitListening(process, log);
            return process;
        } catch (IOException e) {
            process.destroyForcibly();
            throw e;
        } finally {
            launched.remove(process);
        }
    }

    private static void awaitListening(Process process, Path log) throws IOException {
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.equals(NodeMain.LISTENING)) {
                Thread.ofVirtual().start(() -> keep(out, log));
                return;
            }
        }
        throw new IOException("it ended before it listened: " + lastLine(log));
    }

    /** The log itself may go with the mesh. */
    private static String lastLine(Path log) throws IOException {
        return Files.readAllLines(log).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("\t"))
                .reduce((before, line) -> line)
                .orElse("it said nothing");
    }

    /** What a node prints goes to its log, so that a full pipe never stops it. */
    private static void keep(BufferedReader out, Path log) {
        try (var writer = Files.newBufferedWriter(log, java.nio.file.StandardOpenOption.APPEND)) {
            out.transferTo(writer);
        } catch (IOException e) {
            // The process ended in the middle of a line.
        }
    }

    @Override
    public void kill(String id) {
        Process process = running.remove(id);
        if (process != null) {
            process.destroyForcibly().onExit().join();
        }
    }

    @Override
    public void stop(String id) {
        Process process = running.remove(id);
        if (process != null) {
            process.destroy();
            end(process);
        }
    }

    @Override
    public boolean isRunning(String id) {
        Process process = running.get(id);
        return process != null && process.isAlive();
    }

    @Override
    public long pid(String id) {
        Process process = running.get(id);
        return process == null ? 0 : process.pid();
    }

    @Override
    public void close() {
        closed = true;
        launched.forEach(Process::destroyForcibly);
        List<Process> ending = List.copyOf(running.values());
        running.clear();
        ending.forEach(Process::destroy);
        ending.forEach(ProcessNodes::end);
    }

    private static void end(Process process) {
        try {
            if (!process.waitFor(STOP_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().onExit().join();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}

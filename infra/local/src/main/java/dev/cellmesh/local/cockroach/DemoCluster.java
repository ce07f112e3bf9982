package dev.cellmesh.local.cockroach;

import dev.cellmesh.model.Region;
import dev.cellmesh.runtime.node.Endpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How is a cluster of nine nodes in three regions started on this machine? By the program's own {@code demo}: in memory, in one
 * process, which ends when its standard input does, and so with this JVM, however that ends.
 */
final class DemoCluster {
    /** The regions of {@code demo --global}, between which it simulates the distance. */
    static final Set<String> GLOBAL_REGIONS = Set.of("us-east1", "us-west1", "europe-west1");

    static final int NODES = 9;

    private static final String HOST = "127.0.0.1";
    private static final int FIRST_PORT_MIN = 26_300;
    private static final int FIRST_PORT_MAX = 27_300;
    /** Of SQL and of HTTP. */
    private static final int PORTS = 2 * NODES;

    private static final long START_NANOS_MAX = TimeUnit.SECONDS.toNanos(180);
    private static final long STOP_SECONDS_MAX = 20;
    private static final long POLL_MILLIS = 100;

    private DemoCluster() {}

    /**
     * Returns when the program says where it listens.
     *
     * @throws ClusterException when it ends, or does not say so in time; its log is left in a temporary folder
     */
    static CockroachCluster start(Path program, List<Region> regions) throws Exception {
        Path folder = Files.createTempDirectory("cellmesh-cockroach");
        Path listening = folder.resolve("url");
        int firstPort = freePorts();
        Process process = new ProcessBuilder(command(program, regions, firstPort, listening))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        try {
            await(process, listening, folder);
        } catch (ClusterException | InterruptedException | IOException e) {
            process.destroyForcibly();
            throw e;
        }
        String user = URI.create(Files.readString(listening).strip()).getUserInfo();
        String description = program + " demo, " + NODES + " nodes in "
                + (isGlobal(regions)
                        ? "its own three regions, with their distance"
                        : "the regions of the mesh, without distance");
        return new CockroachCluster(
                description,
                user == null ? CockroachCluster.ADMINISTRATOR : user.split(":", -1)[0],
                "",
                IntStream.range(0, NODES)
                        .mapToObj(node -> new Endpoint(HOST, firstPort + node))
                        .toList(),
                () -> stop(process, folder));
    }

    static List<String> command(Path program, List<Region> regions, int firstPort, Path listening) {
        List<String> command = new ArrayList<>(List.of(
                program.toString(),
                "demo",
                "--no-example-database",
                "--insecure",
                "--nodes=" + NODES,
                "--sql-port=" + firstPort,
                "--http-port=" + (firstPort + NODES),
                "--listening-url-file=" + listening));
        command.add(isGlobal(regions) ? "--global" : "--demo-locality=" + localities(regions));
        return command;
    }

    /** The program's own regions have distance, and cannot be named otherwise. */
    private static boolean isGlobal(List<Region> regions) {
        return GLOBAL_REGIONS.equals(regions.stream().map(Region::name).collect(Collectors.toSet()));
    }

    private static String localities(List<Region> regions) {
        return IntStream.range(0, NODES)
                .mapToObj(node -> "region=" + regions.get(node * regions.size() / NODES) + ",zone=z" + node)
                .collect(Collectors.joining(":"));
    }

    private static void await(Process process, Path listening, Path folder) throws InterruptedException, IOException {
        long end = System.nanoTime() + START_NANOS_MAX;
        while (!Files.exists(listening) || Files.readString(listening).isBlank()) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new ClusterException("cockroach demo does not start; see " + folder.resolve("log"));
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }

    private static void stop(Process process, Path folder) {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            for (String file : List.of("url", "log")) {
                Files.deleteIfExists(folder.resolve(file));
            }
            // What else the program left there is its own.
            String[] left = folder.toFile().list();
            if (left != null && left.length == 0) {
                Files.delete(folder);
            }
        } catch (IOException e) {
            process.destroyForcibly();
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** Counted up by the program from the first one, so they have to be next to each other. */
    private static int freePorts() {
        for (int first = FIRST_PORT_MIN; first < FIRST_PORT_MAX; first += PORTS) {
            Set<ServerSocket> held = new HashSet<>();
            try {
                for (int port = first; port < first + PORTS; port++) {
                    held.add(new ServerSocket(port, 1, InetAddress.getLoopbackAddress()));
                }
                return first;
            } catch (IOException taken) {
                // The next block, then.
            } finally {
                held.forEach(DemoCluster::close);
            }
        }
        throw new ClusterException("no " + PORTS + " free ports next to each other");
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new ClusterException("a port cannot be given back", e);
        }
    }
}

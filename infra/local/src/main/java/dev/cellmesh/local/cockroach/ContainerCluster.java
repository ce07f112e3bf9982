package dev.cellmesh.local.cockroach;

import dev.cellmesh.model.Region;
import dev.cellmesh.runtime.node.Endpoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;
import org.testcontainers.utility.DockerImageName;

/** How is a cluster started in Docker? One node a region on a network of its own; each is the gateway of its region. */
final class ContainerCluster {
    private static final DockerImageName IMAGE = DockerImageName.parse("cockroachdb/cockroach:v25.4.11");
    private static final int SQL_PORT = 26_257;
    private static final int RPC_PORT = 26_357;
    private static final int INIT_ATTEMPTS_MAX = 60;
    private static final long INIT_PAUSE_MILLIS = 1_000;

    private ContainerCluster() {}

    /** The reason why there is no Docker to be used; empty when there is. */
    static Optional<String> whyNot() {
        try {
            return DockerClientFactory.instance().isDockerAvailable()
                    ? Optional.empty()
                    : Optional.of("no engine answers");
        } catch (RuntimeException | LinkageError e) {
            return Optional.of(e.getMessage());
        }
    }

    /** @throws ClusterException when the nodes do not become a cluster */
    static CockroachCluster start(List<Region> regions) throws Exception {
        Network network = Network.newNetwork();
        List<Node> nodes = new ArrayList<>();
        try {
            for (int i = 0; i < regions.size(); i++) {
                Node node = new Node(network, i, regions);
                nodes.add(node);
                node.start();
            }
            initialise(nodes.get(0));
        } catch (RuntimeException | InterruptedException e) {
            stop(nodes, network);
            throw e;
        }
        return new CockroachCluster(
                "Docker, " + IMAGE + ", one node in each of " + regions,
                CockroachCluster.ADMINISTRATOR,
                "",
                nodes.stream()
                        .map(node -> new Endpoint(node.getHost(), node.getMappedPort(SQL_PORT)))
                        .toList(),
                () -> stop(nodes, network));
    }

    static List<String> command(int node, List<Region> regions) {
        String join = IntStream.range(0, regions.size())
                .mapToObj(other -> name(other) + ":" + RPC_PORT)
                .collect(Collectors.joining(","));
        return List.of(
                "start",
                "--insecure",
                "--store=type=mem,size=512MiB",
                "--cache=64MiB",
                "--max-sql-memory=128MiB",
                "--advertise-addr=" + name(node) + ":" + RPC_PORT,
                "--listen-addr=:" + RPC_PORT,
                "--sql-addr=:" + SQL_PORT,
                "--join=" + join,
                "--locality=region=" + regions.get(node) + ",zone=a");
    }

    private static String name(int node) {
        return "cockroach-" + node;
    }

    /** The nodes answer nobody before that, so there is nothing else to wait for. */
    private static void initialise(Node node) throws Exception {
        for (int attempt = 1; ; attempt++) {
            ExecResult result = node.execInContainer(
                    "/cockroach/cockroach", "init", "--insecure", "--host=" + name(0) + ":" + RPC_PORT);
            if (result.getExitCode() == 0 || result.getStderr().contains("already been initialized")) {
                return;
            }
            if (attempt == INIT_ATTEMPTS_MAX) {
                throw new ClusterException("the nodes in Docker do not become a cluster: " + result.getStderr());
            }
            TimeUnit.MILLISECONDS.sleep(INIT_PAUSE_MILLIS);
        }
    }

    private static void stop(List<Node> nodes, Network network) {
        nodes.forEach(GenericContainer::stop);
        network.close();
    }

    private static final class Node extends GenericContainer<Node> {
        Node(Network network, int number, List<Region> regions) {
            super(IMAGE);
            withNetwork(network);
            withNetworkAliases(name(number));
            withExposedPorts(SQL_PORT);
            withCommand(command(number, regions).toArray(String[]::new));
            withStartupTimeout(Duration.ofMinutes(2));
            setWaitStrategy(new AbstractWaitStrategy() {
                @Override
                protected void waitUntilReady() {
                    // The cluster as a whole is waited for, see initialise.
                }
            });
        }
    }
}

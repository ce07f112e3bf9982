package dev.cellmesh.local.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cellmesh.runtime.identity.SigningKeys;
import dev.cellmesh.runtime.node.CellSizes;
import dev.cellmesh.runtime.node.EdgeRouting;
import dev.cellmesh.runtime.node.Endpoint;
import dev.cellmesh.runtime.node.NodeConfig;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Do those who run nodes tell who ended by itself, and only that? With an edge, which needs nobody else to start. */
class NodeHostsIT {
    private static final String EDGE = "us-east1-edge";
    /** As Linux numbers it. */
    private static final int SCHED_IDLE = 5;

    @TempDir
    Path folder;

    private final LinkedBlockingQueue<String> died = new LinkedBlockingQueue<>();

    private static Endpoint free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return Endpoint.local(socket.getLocalPort());
        }
    }

    private NodeConfig edge() throws IOException {
        return new NodeConfig(
                "edge",
                EDGE,
                "us-east1",
                free(),
                free(),
                folder.resolve("state").toString(),
                null,
                Endpoint.local(1),
                "token",
                SigningKeys.generate().publicKeyPem(),
                Map.of(),
                List.of("us-east1"),
                1,
                3,
                List.of(),
                Set.of(),
                CellSizes.DEFAULT,
                EdgeRouting.NONE,
                "secret");
    }

    @Test
    void aProcessThatEndsByItselfIsToldAndAKilledOneIsNot() throws Exception {
        NodeConfig edge = edge();
        try (ProcessNodes nodes = new ProcessNodes(folder, List.of(), died::add)) {
            nodes.start(edge);
            nodes.kill(EDGE);
            assertThat(nodes.isRunning(EDGE)).isFalse();
            nodes.start(edge);
            ProcessHandle.of(nodes.pid(EDGE)).orElseThrow().destroyForcibly();
            assertThat(died.poll(20, TimeUnit.SECONDS)).isEqualTo(EDGE);
            assertThat(nodes.isRunning(EDGE)).isFalse();
            nodes.start(edge);
        }
        assertThat(died).isEmpty();
    }

    @Test
    void aProcessThatCrashedTakesNoTimeFromOthersWhenItIsBack() throws Exception {
        try (ProcessNodes nodes = new ProcessNodes(folder, List.of(), died::add)) {
            nodes.startAgain(edge());
            assertThat(schedulingPolicy(nodes.pid(EDGE))).isEqualTo(SCHED_IDLE);
        }
    }

    /** The 41st field of its line in proc(5); the name before it may hold spaces. */
    private static int schedulingPolicy(long pid) throws IOException {
        String line = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        return Integer.parseInt(line.substring(line.lastIndexOf(')') + 2).split(" ")[38]);
    }

    @Test
    void aClosedHostStartsNothing() throws Exception {
        NodeConfig edge = edge();
        ProcessNodes processes = new ProcessNodes(folder, List.of(), died::add);
        processes.close();
        assertThatThrownBy(() -> processes.start(edge)).isInstanceOf(MeshStartException.class);
        InProcessNodes threads = new InProcessNodes(died::add);
        threads.close();
        assertThatThrownBy(() -> threads.start(edge)).isInstanceOf(MeshStartException.class);
        assertThat(processes.isRunning(EDGE)).isFalse();
        assertThat(threads.isRunning(EDGE)).isFalse();
        assertThat(died).isEmpty();
    }
}

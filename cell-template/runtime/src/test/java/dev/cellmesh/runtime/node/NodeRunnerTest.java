package dev.cellmesh.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Promise;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NodeRunnerTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @BeforeEach
    void fresh() {
        WaitingNode.READY.set(true);
        WaitingNode.STOPPED.set(false);
        WaitingNode.drained = Promise.promise();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static NodeConfig config(String kind) throws IOException {
        Endpoint nowhere = Endpoint.local(1);
        return new NodeConfig(
                kind,
                "n1",
                "us-east1",
                nowhere,
                Endpoint.local(freePort()),
                "/nowhere",
                null,
                nowhere,
                "",
                "",
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

    private static NodeRunner started() throws Exception {
        return NodeRunner.start(config("waiting")).await(20, TimeUnit.SECONDS);
    }

    private static HttpResponse<String> get(NodeRunner node, String path) throws Exception {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create("http://" + node.config().ops() + path))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void opsTellLifeReadinessAndMetrics() throws Exception {
        NodeRunner node = started();
        assertThat(get(node, "/health/live").statusCode()).isEqualTo(200);
        assertThat(get(node, "/health/ready").statusCode()).isEqualTo(200);
        assertThat(get(node, "/metrics").body()).contains("node=\"n1\"");
        assertThat(get(node, "/other").statusCode()).isEqualTo(404);
        WaitingNode.READY.set(false);
        assertThat(get(node, "/health/ready").statusCode()).isEqualTo(503);
        node.kill().await(20, TimeUnit.SECONDS);
        assertThat(node.isRunning()).isFalse();
        assertThat(node.isReady().await()).isFalse();
    }

    @Test
    void nodesInOneJvmCountApart() throws Exception {
        NodeRunner first = started();
        NodeRunner second = started();
        for (NodeRunner node : List.of(first, second)) {
            assertThat(get(node, "/health/live").statusCode()).isEqualTo(200);
            assertThat(get(node, "/metrics").body()).contains("vertx_pool_completed_total");
        }
        first.kill().await(20, TimeUnit.SECONDS);
        second.kill().await(20, TimeUnit.SECONDS);
    }

    @Test
    void stopWaitsForTheDrain() throws Exception {
        NodeRunner node = started();
        var stopping = node.stop(Duration.ofMinutes(1));
        assertThat(WaitingNode.STOPPED).isFalse();
        assertThat(stopping.isComplete()).isFalse();
        WaitingNode.drained.complete();
        stopping.await(20, TimeUnit.SECONDS);
        assertThat(WaitingNode.STOPPED).isTrue();
    }

    @Test
    void aDrainThatNeverEndsIsCutOff() throws Exception {
        NodeRunner node = started();
        node.stop(Duration.ofMillis(1)).await(20, TimeUnit.SECONDS);
        assertThat(WaitingNode.STOPPED).isTrue();
    }

    @Test
    void aNodeThatCrashesIsGone() throws Exception {
        NodeRunner node = started();
        WaitingNode.crash.run();
        assertThat(node.isRunning()).isFalse();
        assertThat(node.isReady().await()).isFalse();
        node.ended().await(20, TimeUnit.SECONDS);
        assertThat(WaitingNode.STOPPED).isTrue();
    }

    @Test
    void aNodeDiesAsWhoStartedItSays() throws Exception {
        AtomicReference<NodeRunner> crashed = new AtomicReference<>();
        NodeRunner node = NodeRunner.start(config("waiting"), crashed::set).await(20, TimeUnit.SECONDS);
        WaitingNode.crash.run();
        assertThat(crashed).hasValue(node);
        assertThat(node.isRunning()).isTrue();
        node.kill().await(20, TimeUnit.SECONDS);
    }

    @Test
    void anUnknownKindIsRefused() throws Exception {
        NodeConfig config = config("nobody");
        assertThatThrownBy(() -> NodeRunner.start(config).await(20, TimeUnit.SECONDS))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aNodeThatCannotListenSaysSoAndIsClosed() throws Exception {
        NodeConfig config = config("waiting");
        try (ServerSocket taken = new ServerSocket(config.ops().port(), 1, InetAddress.getByName("127.0.0.1"))) {
            assertThat(taken.isBound()).isTrue();
            assertThatThrownBy(() -> NodeRunner.start(config).await(20, TimeUnit.SECONDS))
                    .isInstanceOf(BindException.class);
        }
        assertThat(WaitingNode.STOPPED).isTrue();
    }

    @Test
    void aConfigurationSurvivesItsFile() throws Exception {
        NodeConfig config = config("waiting");
        assertThat(NodeConfigJson.read(NodeConfigJson.write(config))).isEqualTo(config);
    }

    @Test
    void aMisspelledOrMissingMemberIsRefused() throws Exception {
        String json = NodeConfigJson.write(config("waiting"));
        assertThatThrownBy(() -> NodeConfigJson.read(json.replace("\"region\"", "\"regoin\"")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> NodeConfigJson.read("{}")).isInstanceOf(IllegalArgumentException.class);
    }
}

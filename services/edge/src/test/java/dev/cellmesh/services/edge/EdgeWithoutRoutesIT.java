package dev.cellmesh.services.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.testkit.http.RawClient;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** An edge that knows no routes says so; it does not say that there is no such tenant. */
class EdgeWithoutRoutesIT extends EdgeFixture {
    @Test
    void neitherReadyNorWrong() throws IOException {
        Files.writeString(stateFolder.resolve("routes.json"), "{\"sha256\":\"");
        int port = controlPlane.actualPort();
        controlPlane.close().await();
        startEdge(LIMITS);
        assertThat(edge.isReady().await()).isFalse();
        RawClient.Answer answer = ask(get());
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.problem()).isEqualTo("region-unavailable");

        others.createHttpServer()
                .requestHandler(question ->
                        question.response().end(dev.cellmesh.runtime.route.RouteSnapshotJson.encode(routes)))
                .listen(port, "127.0.0.1")
                .await();
        awaitReady();
        assertThat(ask(get()).status()).isEqualTo(200);
    }
}

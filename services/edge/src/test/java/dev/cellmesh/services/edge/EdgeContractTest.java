package dev.cellmesh.services.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.services.edge.region.EdgesDocument;
import io.vertx.core.Vertx;
import io.vertx.openapi.contract.OpenAPIContract;
import org.junit.jupiter.api.Test;

class EdgeContractTest {
    @Test
    void everythingThatTheEdgeAnswersItselfIsDescribed() {
        Vertx vertx = Vertx.vertx();
        try {
            OpenAPIContract contract = OpenAPIContract.from(vertx, "dev/cellmesh/services/edge/edge.yaml")
                    .await();
            assertThat(contract.operations().stream().map(operation -> operation.getOpenAPIPath()))
                    .containsExactlyInAnyOrder(EdgesDocument.TARGET, EdgesDocument.PING);
            assertThat(EdgePath.of(EdgesDocument.TARGET)).isInstanceOf(EdgePath.Edges.class);
            assertThat(EdgePath.of(EdgesDocument.PING)).isInstanceOf(EdgePath.Ping.class);
        } finally {
            vertx.close().await();
        }
    }
}

package dev.cellmesh.services.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.runtime.node.NodeFactory;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Who is let in, and what is refused before anything is done? */
class AdminContractIT extends ControlPlaneUnderTest {
    @Test
    void isFoundByItsKind() {
        assertThat(ServiceLoader.load(NodeFactory.class))
                .anySatisfy(factory -> assertThat(factory.kind()).isEqualTo("control-plane"));
    }

    @Test
    void asksForATokenAndARole() throws Exception {
        for (String path : List.of(TENANTS, TENANTS + "/acme", "/v1/admin/audit", "/v1/routes")) {
            Answers.assertProblem(plane.getAs(null, path), 401, "unauthenticated");
            Answers.assertProblem(plane.getAs("forged", path), 401, "unauthenticated");
            Answers.assertProblem(plane.getAs(plane.token("eve", Set.of()), path), 403, "role-needed");
        }
        String node = plane.token("us-east1-edge", Set.of("node"));
        assertThat(plane.getAs(node, "/v1/routes").statusCode()).isEqualTo(200);
        Answers.assertProblem(plane.getAs(node, TENANTS), 403, "role-needed");
    }

    @Test
    void badInputIsAnsweredInTheOrderOfTheContract() throws Exception {
        for (String body : List.of(
                "{",
                "[]",
                "{}",
                "{\"id\":\"acme\"}",
                "{\"id\":7,\"homeRegion\":\"us-east1\"}",
                "{\"id\":\"ACME\",\"homeRegion\":\"us-east1\"}",
                "{\"id\":\"a\",\"homeRegion\":\"us-east1\"}",
                "{\"id\":\"acme\",\"homeRegion\":\"US\"}",
                "{\"id\":\"acme\\n\",\"homeRegion\":\"us-east1\"}",
                "{\"id\":\"acme\",\"homeRegion\":\"us-east1\\n\"}",
                "{\"id\":\"acme\",\"homeRegion\":\"a" + "-a".repeat(20_000) + "\"}",
                "{\"id\":\"" + "x".repeat(64) + "\",\"homeRegion\":\"us-east1\"}",
                "{\"id\":\"acme\",\"homeRegion\":\"us-east1\",\"k\":3}")) {
            Answers.assertProblem(plane.post(TENANTS, UUID.randomUUID().toString(), body), 400, "malformed-request");
        }
        for (String path : List.of(
                TENANTS + "/ACME",
                TENANTS + "?limit=0",
                TENANTS + "?limit=201",
                TENANTS + "?limit=many",
                TENANTS + "?status=gone",
                TENANTS + "?after=%25",
                "/v1/admin/audit?after=YWJj",
                "/v1/routes?after=-1",
                "/v1/routes?wait=26",
                "/v1/routes?node=US")) {
            Answers.assertProblem(plane.get(path), 400, "malformed-request");
        }
        Answers.assertProblem(plane.create("k".repeat(256), "acme", "us-east1"), 400, "malformed-request");
        Answers.assertProblem(plane.post(TENANTS, "k", "x".repeat(70_000)), 413, "body-too-large");
        Answers.assertProblem(plane.get(TENANTS + "/nobody"), 404, "unknown-entity");
        Answers.assertProblem(plane.get("/v1/admin/nothing"), 404, "unknown-path");
        Answers.assertProblem(plane.post("/v1/admin/audit", "k", ""), 405, "method-not-allowed");
        assertThat(routes(0).epoch()).isEqualTo(1);
    }
}

package dev.cellmesh.services.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.budget.ErrorBudget;
import dev.cellmesh.model.budget.Judgement;
import dev.cellmesh.model.budget.Objective;
import dev.cellmesh.model.signal.HealthState;
import dev.cellmesh.model.signal.ReplicaLag;
import dev.cellmesh.model.signal.Traffic;
import dev.cellmesh.runtime.signal.CellSelf;
import dev.cellmesh.runtime.signal.CellSight;
import dev.cellmesh.runtime.signal.SignalReport;
import dev.cellmesh.runtime.signal.SignalReportJson;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Can nodes tell how they are, and administrators read it? */
class SignalsIT extends ControlPlaneUnderTest {
    private static final String SIGNALS = "/v1/admin/signals";
    private static final Region US = new Region("us-east1");
    private static final Region EU = new Region("europe-west1");
    private static final CellId CELL = new CellId(US, 1);

    private static final SignalReport OF_CELL = SignalReport.ofCell(
            CELL.toString(),
            US,
            new CellSelf(
                    HealthState.HEALTHY,
                    Set.of(),
                    new Traffic(100, 0, 0, 0, 10),
                    1,
                    200,
                    true,
                    List.of(new ReplicaLag(EU, US, OptionalLong.of(15)))));

    private static SignalReport ofEdge() {
        ErrorBudget budget = new ErrorBudget(Objective.DEFAULT, 0);
        budget.record(0, Judgement.FAILED);
        return SignalReport.ofEdge(
                "us-east1-edge",
                US,
                Map.of(US, new Traffic(100, 0, 0, 0, 90)),
                List.of(new CellSight(CELL, HealthState.DEGRADED, 100, 0, 90)),
                Map.of("readProduct", budget.read(0)));
    }

    private HttpResponse<String> put(String node, String body, String role) throws Exception {
        return plane.send(plane.request("/v1/nodes/" + node + "/signals", plane.token("node", Set.of(role)))
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString(body))
                .build());
    }

    private HttpResponse<String> put(SignalReport report) throws Exception {
        return put(report.node(), SignalReportJson.toJson(report).encode(), "node");
    }

    private JsonObject signals() throws Exception {
        HttpResponse<String> answer = plane.get(SIGNALS);
        assertThat(answer.statusCode()).isEqualTo(200);
        return new JsonObject(answer.body()).getJsonObject("data");
    }

    private static JsonObject one(JsonArray all, String key, String value) {
        return IntStream.range(0, all.size())
                .mapToObj(all::getJsonObject)
                .filter(each -> each.getString(key).equals(value))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatEdgeAndCellSayStandsSideBySide() throws Exception {
        assertThat(put(OF_CELL).statusCode()).isEqualTo(204);
        assertThat(put(ofEdge()).statusCode()).isEqualTo(204);
        JsonObject signals = signals();
        JsonObject cell = one(signals.getJsonArray("cells"), "cell", CELL.toString());
        assertThat(cell.getString("state")).isEqualTo("healthy");
        assertThat(cell.getString("disagreement")).isEqualTo("edges-see-worse");
        assertThat(one(cell.getJsonArray("edges"), "edge", "us-east1-edge").getString("state"))
                .isEqualTo("degraded");
        assertThat(one(signals.getJsonArray("regions"), "region", EU.name()).getLong("lagMillis"))
                .isEqualTo(15);
        JsonObject budget = one(signals.getJsonArray("budgets"), "profile", "readProduct");
        assertThat(budget.getJsonObject("burnRates").getDouble("5m")).isGreaterThan(1);
        assertThat(budget.getDouble("remaining")).isNegative();
        assertThat(signals.getJsonArray("nodes")).hasSize(2);
    }

    @Test
    void aRegionIsJudgedAfterALook() throws Exception {
        assertThat(one(signals().getJsonArray("regions"), "region", US.name()).getString("state"))
                .isEqualTo("unknown");
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        String state;
        do {
            put(OF_CELL);
            state = one(signals().getJsonArray("regions"), "region", US.name()).getString("state");
        } while (!state.equals("healthy") && System.nanoTime() < limit);
        assertThat(state).isEqualTo("healthy");
        assertThat(one(signals().getJsonArray("regions"), "region", EU.name()).getString("state"))
                .isEqualTo("unknown");
    }

    @Test
    void onlyNodesTellAndOnlyAdministratorsRead() throws Exception {
        Answers.assertProblem(put("n", SignalReportJson.toJson(OF_CELL).encode(), "guest"), 403, "role-needed");
        Answers.assertProblem(plane.getAs(plane.token("n", Set.of("node")), SIGNALS), 403, "role-needed");
    }

    @Test
    void whatIsNoReportIsRefused() throws Exception {
        JsonObject report = SignalReportJson.toJson(ofEdge());
        for (JsonObject wrong : List.of(
                report.copy().put("colour", "blue"),
                report.copy().put("region", "US East"),
                report.copy().put("cells", new JsonArray().add(new JsonObject().put("cell", "us-east1-c01"))))) {
            Answers.assertProblem(put("us-east1-edge", wrong.encode(), "node"), 400, "malformed-request");
        }
        JsonObject contradiction = report.copy();
        contradiction.getJsonObject("regions").getJsonObject(US.name()).put("errors", 101);
        Answers.assertProblem(put("us-east1-edge", contradiction.encode(), "node"), 400, "malformed-request");
        Answers.assertProblem(
                put("us-east1-edge", "{\"region\":\"" + "x".repeat(70_000) + "\"}", "node"), 413, "body-too-large");
    }
}

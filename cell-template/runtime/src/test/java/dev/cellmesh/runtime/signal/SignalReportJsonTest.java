package dev.cellmesh.runtime.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.budget.BudgetReading;
import dev.cellmesh.model.budget.ErrorBudget;
import dev.cellmesh.model.budget.Judgement;
import dev.cellmesh.model.budget.Objective;
import dev.cellmesh.model.signal.HealthState;
import dev.cellmesh.model.signal.Reason;
import dev.cellmesh.model.signal.ReplicaLag;
import dev.cellmesh.model.signal.Traffic;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Does a report arrive as it was sent? */
class SignalReportJsonTest {
    private static final Region US = new Region("us-east1");
    private static final Region EU = new Region("europe-west1");
    private static final Traffic TRAFFIC = new Traffic(10, 1, 2, 1, 300);

    private static SignalReport sent(SignalReport report) {
        return SignalReportJson.fromJson(
                report.node(), new JsonObject(SignalReportJson.toJson(report).toBuffer()));
    }

    private static BudgetReading budget() {
        ErrorBudget budget = new ErrorBudget(Objective.DEFAULT, 0);
        budget.record(0, Judgement.GOOD);
        budget.record(0, Judgement.FAILED);
        return budget.read(Duration.ofSeconds(90).toNanos());
    }

    @Test
    void whatACellTells() {
        SignalReport report = SignalReport.ofCell(
                "us-east1-c01",
                US,
                new CellSelf(
                        HealthState.DEGRADED,
                        Set.of(Reason.ERRORS, Reason.LATENCY),
                        TRAFFIC,
                        3,
                        200,
                        true,
                        List.of(
                                new ReplicaLag(EU, US, OptionalLong.of(12)),
                                new ReplicaLag(EU, US, OptionalLong.empty()))));
        assertThat(sent(report)).isEqualTo(report);
    }

    @Test
    void whatAnEdgeTells() {
        SignalReport report = SignalReport.ofEdge(
                "us-east1-edge",
                US,
                Map.of(US, TRAFFIC, EU, Traffic.NONE),
                List.of(new CellSight(new CellId(EU, 2), HealthState.UNHEALTHY, 9, 3, 40)),
                Map.of("readProduct", budget()));
        assertThat(sent(report)).isEqualTo(report);
    }

    @Test
    void theLargestReportFits() {
        List<CellSight> cells = new ArrayList<>();
        Region longName = new Region("a".repeat(Region.LENGTH_MAX));
        for (int i = 1; i <= SignalReport.CELLS_MAX; i++) {
            cells.add(new CellSight(new CellId(longName, i), HealthState.UNHEALTHY, 99_999, 99_999, 99_999));
        }
        Map<String, BudgetReading> budgets = new HashMap<>();
        for (int i = 0; i < SignalReport.BUDGETS_MAX; i++) {
            budgets.put("anOperationWithALongName" + i, budget());
        }
        SignalReport report = SignalReport.ofEdge("e", US, Map.of(), cells, budgets);
        assertThat(SignalReportJson.toJson(report).toBuffer().length()).isLessThan(64 * 1_024);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SignalReport.ofEdge("e", US, Map.of(), twice(cells), Map.of()));
    }

    private static List<CellSight> twice(List<CellSight> cells) {
        List<CellSight> all = new ArrayList<>(cells);
        all.addAll(cells);
        return all;
    }

    @Test
    void moreBadRequestsThanThereWereAreRefused() {
        JsonObject json =
                SignalReportJson.toJson(SignalReport.ofEdge("e", US, Map.of(US, TRAFFIC), List.of(), Map.of()));
        json.getJsonObject("regions").getJsonObject(US.name()).put("errors", 11);
        assertThatIllegalArgumentException().isThrownBy(() -> SignalReportJson.fromJson("e", json));
    }
}

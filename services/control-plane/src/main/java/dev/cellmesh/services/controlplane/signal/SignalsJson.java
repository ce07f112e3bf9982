package dev.cellmesh.services.controlplane.signal;

import dev.cellmesh.model.budget.BudgetReading;
import dev.cellmesh.model.budget.BurnWindow;
import dev.cellmesh.model.signal.Evidence;
import dev.cellmesh.model.signal.Standing;
import dev.cellmesh.runtime.signal.SignalReportJson;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Map;

/** How does an administrator read the joined view? As {@code getSignals} of the OpenAPI file says. */
final class SignalsJson {
    private SignalsJson() {}

    static JsonObject of(SignalBoard board, Instant now) {
        JoinedView view = board.now();
        JsonArray regions = new JsonArray();
        view.regions()
                .forEach(region -> regions.add(region(region.name(), board.standing(region), view.evidence(region))));
        JsonArray cells = new JsonArray();
        view.cells().forEach(cell -> cells.add(cell(cell)));
        JsonArray budgets = new JsonArray();
        view.budgets()
                .forEach((region, byProfile) ->
                        byProfile.forEach((profile, reading) -> budgets.add(budget(region.name(), profile, reading))));
        JsonArray nodes = new JsonArray();
        board.ages()
                .forEach((node, ageMillis) ->
                        nodes.add(new JsonObject().put("node", node).put("ageMillis", ageMillis)));
        return new JsonObject()
                .put("at", now.toString())
                .put("regions", regions)
                .put("cells", cells)
                .put("budgets", budgets)
                .put("nodes", nodes);
    }

    private static JsonObject region(String name, Standing standing, Evidence evidence) {
        JsonObject json = new JsonObject()
                .put("region", name)
                .put("state", standing.state().wireName())
                .put("reasons", SignalReportJson.toJson(standing.reasons()))
                .put("traffic", SignalReportJson.toJson(evidence.traffic()))
                .put("cells", evidence.parts())
                .put("cellsOut", evidence.partsOut());
        evidence.lagMillis().ifPresent(millis -> json.put("lagMillis", millis));
        return json;
    }

    private static JsonObject cell(JoinedView.Cell cell) {
        JsonArray edges = new JsonArray();
        cell.byEdge().entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(entry -> {
            JsonObject sight = SignalReportJson.toJson(entry.getValue());
            sight.remove("cell");
            edges.add(sight.put("edge", entry.getKey()));
        });
        JsonObject json = new JsonObject()
                .put("cell", cell.id().toString())
                .put("state", cell.ownState().wireName())
                .put("disagreement", cell.disagreement().wireName())
                .put("edges", edges);
        cell.own().ifPresent(own -> json.put("self", SignalReportJson.toJson(own)));
        return json;
    }

    private static JsonObject budget(String region, String profile, BudgetReading reading) {
        JsonObject burnRates = new JsonObject();
        JsonObject counts = new JsonObject();
        for (BurnWindow window : BurnWindow.values()) {
            burnRates.put(window.label(), rounded(reading.burnRate(window)));
            counts.put(
                    window.label(),
                    new JsonObject()
                            .put("requests", reading.in(window).requests())
                            .put("bad", reading.in(window).bad()));
        }
        JsonArray alerts = new JsonArray();
        reading.alerts().forEach(alert -> alerts.add(alert.wireName()));
        return new JsonObject()
                .put("region", region)
                .put("profile", profile)
                .put("goodShare", reading.objective().goodShare())
                .put("observedSeconds", reading.observed().toSeconds())
                .put("remaining", rounded(reading.remaining()))
                .put("burnRates", burnRates)
                .put("counts", counts)
                .put("alerts", alerts);
    }

    /** Four digits: the rest is noise. */
    private static double rounded(double value) {
        return Math.round(value * 10_000) / 10_000.0;
    }
}

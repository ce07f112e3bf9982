package dev.cellmesh.runtime.signal;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.budget.BudgetReading;
import dev.cellmesh.model.budget.BurnWindow;
import dev.cellmesh.model.budget.Counted;
import dev.cellmesh.model.budget.Objective;
import dev.cellmesh.model.signal.HealthState;
import dev.cellmesh.model.signal.Reason;
import dev.cellmesh.model.signal.ReplicaLag;
import dev.cellmesh.model.signal.Traffic;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * How does a report travel? What is read has passed the schema of {@code putSignals}; what the schema cannot say, such as more bad
 * requests than there were, is an {@link IllegalArgumentException}.
 */
public final class SignalReportJson {
    private SignalReportJson() {}

    public static JsonObject toJson(SignalReport report) {
        JsonObject regions = new JsonObject();
        report.regions().forEach((region, traffic) -> regions.put(region.name(), toJson(traffic)));
        JsonArray cells = new JsonArray();
        report.cells().forEach(cell -> cells.add(toJson(cell)));
        JsonArray budgets = new JsonArray();
        report.budgets().forEach((profile, reading) -> budgets.add(toJson(profile, reading)));
        JsonObject json = new JsonObject()
                .put("region", report.region().name())
                .put("regions", regions)
                .put("cells", cells)
                .put("budgets", budgets);
        report.self().ifPresent(self -> json.put("self", toJson(self)));
        return json;
    }

    public static SignalReport fromJson(String node, JsonObject json) {
        Region region = new Region(json.getString("region"));
        Map<Region, Traffic> regions = new HashMap<>();
        JsonObject told = json.getJsonObject("regions", new JsonObject());
        told.fieldNames().forEach(name -> regions.put(new Region(name), traffic(told.getJsonObject(name))));
        Map<String, BudgetReading> budgets = new HashMap<>();
        objects(json, "budgets", each -> each)
                .forEach(budget -> budgets.put(budget.getString("profile"), reading(budget)));
        return new SignalReport(
                node,
                region,
                regions,
                objects(json, "cells", SignalReportJson::sight),
                budgets,
                Optional.ofNullable(json.getJsonObject("self")).map(self -> self(self, region)));
    }

    public static JsonObject toJson(Traffic traffic) {
        return new JsonObject()
                .put("requests", traffic.requests())
                .put("errors", traffic.errors())
                .put("slow", traffic.slow())
                .put("stalled", traffic.stalled())
                .put("p99Millis", traffic.p99Millis());
    }

    private static Traffic traffic(JsonObject json) {
        return new Traffic(
                json.getLong("requests"),
                json.getLong("errors"),
                json.getLong("slow"),
                json.getLong("stalled"),
                json.getLong("p99Millis"));
    }

    public static JsonObject toJson(CellSight cell) {
        return new JsonObject()
                .put("cell", cell.cell().toString())
                .put("state", cell.state().wireName())
                .put("requests", cell.requests())
                .put("errors", cell.errors())
                .put("p99Millis", cell.p99Millis());
    }

    private static CellSight sight(JsonObject json) {
        return new CellSight(
                CellId.parse(json.getString("cell")),
                HealthState.of(json.getString("state")),
                json.getLong("requests"),
                json.getLong("errors"),
                json.getLong("p99Millis"));
    }

    public static JsonObject toJson(CellSelf self) {
        JsonArray replicas = new JsonArray();
        self.replicas().forEach(replica -> {
            JsonObject json = new JsonObject().put("source", replica.source().name());
            replica.lagMillis().ifPresent(millis -> json.put("lagMillis", millis));
            replicas.add(json);
        });
        return new JsonObject()
                .put("state", self.state().wireName())
                .put("reasons", toJson(self.reasons()))
                .put("traffic", toJson(self.traffic()))
                .put("inFlight", self.inFlight())
                .put("inFlightMax", self.inFlightMax())
                .put("databaseReady", self.databaseReady())
                .put("replicas", replicas);
    }

    /** In the order of their declaration. */
    public static JsonArray toJson(Set<Reason> reasons) {
        JsonArray words = new JsonArray();
        reasons.stream().sorted().forEach(reason -> words.add(reason.wireName()));
        return words;
    }

    private static CellSelf self(JsonObject json, Region reader) {
        Set<Reason> reasons = new HashSet<>();
        json.getJsonArray("reasons").forEach(word -> reasons.add(Reason.of((String) word)));
        return new CellSelf(
                HealthState.of(json.getString("state")),
                reasons,
                traffic(json.getJsonObject("traffic")),
                json.getInteger("inFlight"),
                json.getInteger("inFlightMax"),
                json.getBoolean("databaseReady"),
                objects(
                        json,
                        "replicas",
                        replica -> new ReplicaLag(
                                new Region(replica.getString("source")), reader, lag(replica.getLong("lagMillis")))));
    }

    private static OptionalLong lag(Long millis) {
        return millis == null ? OptionalLong.empty() : OptionalLong.of(millis);
    }

    private static JsonObject toJson(String profile, BudgetReading reading) {
        JsonObject windows = new JsonObject();
        for (BurnWindow window : BurnWindow.values()) {
            Counted counted = reading.in(window);
            windows.put(window.label(), new JsonArray().add(counted.requests()).add(counted.bad()));
        }
        return new JsonObject()
                .put("profile", profile)
                .put("goodShare", reading.objective().goodShare())
                .put("badMin", reading.objective().badMin())
                .put("observedSeconds", reading.observed().toSeconds())
                .put("windows", windows);
    }

    private static BudgetReading reading(JsonObject json) {
        Map<BurnWindow, Counted> windows = new EnumMap<>(BurnWindow.class);
        JsonObject told = json.getJsonObject("windows");
        for (String label : told.fieldNames()) {
            JsonArray pair = told.getJsonArray(label);
            windows.put(BurnWindow.of(label), new Counted(pair.getLong(0), pair.getLong(1)));
        }
        return new BudgetReading(
                new Objective(json.getDouble("goodShare"), json.getInteger("badMin")),
                Duration.ofSeconds(json.getLong("observedSeconds")),
                windows);
    }

    private static <T> List<T> objects(JsonObject json, String field, Function<JsonObject, T> read) {
        JsonArray array = json.getJsonArray(field, new JsonArray());
        return IntStream.range(0, array.size())
                .mapToObj(array::getJsonObject)
                .map(read)
                .toList();
    }
}

package dev.cellmesh.local.cli;

import dev.cellmesh.local.mesh.MeshClient;
import dev.cellmesh.runtime.identity.Caller;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "signals",
        mixinStandardHelpOptions = true,
        description = {
            "Shows how regions and cells are, as edges and cells see them, and what is left of the error budgets.",
            "Exit code 0: every region is healthy; 1: not every one."
        })
final class SignalsCommand implements Callable<Integer> {
    @Option(names = "--json", description = "For scripts: what GET /v1/admin/signals of the control plane answers.")
    boolean json;

    @Mixin
    PortBase portBase;

    @Override
    public Integer call() {
        MeshClient mesh = new MeshClient(portBase.value);
        String token = mesh.token(null, List.of(Caller.ADMIN), Duration.ofMinutes(1));
        JsonObject signals = mesh.admin("/v1/admin/signals", token).getJsonObject("data");
        if (json) {
            System.out.println(signals.encodePrettily());
        } else {
            printRegions(signals.getJsonArray("regions"));
            printCells(signals.getJsonArray("cells"));
            printBudgets(signals.getJsonArray("budgets"));
        }
        return all(signals.getJsonArray("regions")).stream()
                        .allMatch(region -> region.getString("state").equals("healthy"))
                ? 0
                : 1;
    }

    private static void printRegions(JsonArray regions) {
        System.out.printf(
                "%-16s %-10s %9s %7s %7s %9s %8s  %s%n",
                "REGION", "STATE", "REQUESTS", "FAILED", "SLOW", "P99 MS", "LAG MS", "WHY");
        each(regions, region -> {
            JsonObject traffic = region.getJsonObject("traffic");
            Long lag = region.getLong("lagMillis");
            System.out.printf(
                    "%-16s %-10s %9d %7d %7d %9d %8s  %s%n",
                    region.getString("region"),
                    region.getString("state"),
                    traffic.getLong("requests"),
                    traffic.getLong("errors"),
                    traffic.getLong("slow"),
                    traffic.getLong("p99Millis"),
                    lag == null ? "?" : lag.toString(),
                    words(region.getJsonArray("reasons")));
        });
    }

    private static void printCells(JsonArray cells) {
        System.out.printf("%n%-22s %-10s %-16s %s%n", "CELL", "BY ITSELF", "DISAGREEMENT", "BY THE EDGES");
        each(
                cells,
                cell -> System.out.printf(
                        "%-22s %-10s %-16s %s%n",
                        cell.getString("cell"),
                        cell.getString("state"),
                        cell.getString("disagreement").equals("none") ? "" : cell.getString("disagreement"),
                        String.join(
                                ", ",
                                all(cell.getJsonArray("edges")).stream()
                                        .map(edge -> edge.getString("edge") + " " + edge.getString("state"))
                                        .toList())));
    }

    private static void printBudgets(JsonArray budgets) {
        System.out.printf(
                "%n%-16s %-28s %9s %9s %9s %9s  %s%n", "REGION", "OPERATION", "LEFT", "BURN 5M", "1H", "3D", "ALERTS");
        each(budgets, budget -> {
            JsonObject rates = budget.getJsonObject("burnRates");
            System.out.printf(
                    "%-16s %-28s %8.1f%% %9.1f %9.1f %9.1f  %s%n",
                    budget.getString("region"),
                    budget.getString("profile"),
                    budget.getDouble("remaining") * 100,
                    rates.getDouble("5m"),
                    rates.getDouble("1h"),
                    rates.getDouble("3d"),
                    words(budget.getJsonArray("alerts")));
        });
    }

    private static String words(JsonArray words) {
        return String.join(", ", words.stream().map(String::valueOf).toList());
    }

    private static void each(JsonArray array, Consumer<JsonObject> action) {
        all(array).forEach(action);
    }

    private static List<JsonObject> all(JsonArray array) {
        return IntStream.range(0, array.size()).mapToObj(array::getJsonObject).toList();
    }
}

package dev.cellmesh.load.fault;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One request to the mesh's own API, that breaks or heals something. */
record MeshOrder(HttpMethod method, String path, Optional<JsonObject> body) {
    private static final double NANOS_PER_MILLI = 1e6;

    /** What breaks it, in this order. */
    static List<MeshOrder> toBreak(FaultAction action, MeshParts parts) {
        return switch (action) {
            case FaultAction.CutLink cut ->
                link(cut.way(), new JsonObject().put("cut", cut.blackhole() ? "blackhole" : "reset"));
            case FaultAction.SlowLink slow ->
                link(
                        slow.way(),
                        new JsonObject()
                                .put("delayMillis", slow.delay().toNanos() / NANOS_PER_MILLI)
                                .put("jitterMillis", slow.jitter().toNanos() / NANOS_PER_MILLI)
                                .put(
                                        "bandwidthBytesPerSecond",
                                        slow.bytesPerSecond().orElse(0)));
            case FaultAction.StallLink stall -> link(stall.way(), new JsonObject().put("stalled", true));
            case FaultAction.KillCell kill -> List.of(node(nameOf(kill.cell()), "kill"));
            case FaultAction.SlowCell slow ->
                List.of(new MeshOrder(
                        HttpMethod.PUT,
                        cellLink(slow),
                        Optional.of(
                                new JsonObject().put("delayMillis", slow.delay().toNanos() / NANOS_PER_MILLI))));
            case FaultAction.KillEdge kill -> List.of(node(edge(kill.region(), parts), "kill"));
            case FaultAction.KillDatabase kill -> List.of(database(kill.ring(), kill.region(), "kill"));
            case FaultAction.KillRegion kill -> region(kill.region(), parts, "kill");
            case FaultAction.PauseReplay pause -> List.of(database(pause.ring(), pause.region(), "pause-replay"));
        };
    }

    /** What undoes it, in this order. */
    static List<MeshOrder> toHeal(FaultAction action, MeshParts parts) {
        return switch (action) {
            case FaultAction.OfLink link ->
                List.of(new MeshOrder(HttpMethod.DELETE, path(link.way()), Optional.empty()));
            case FaultAction.KillCell kill -> List.of(node(nameOf(kill.cell()), "start"));
            case FaultAction.SlowCell slow ->
                List.of(new MeshOrder(HttpMethod.DELETE, cellLink(slow), Optional.empty()));
            case FaultAction.KillEdge kill -> List.of(node(edge(kill.region(), parts), "start"));
            case FaultAction.KillDatabase kill -> List.of(database(kill.ring(), kill.region(), "start"));
            case FaultAction.KillRegion kill -> {
                // The databases first: what needs them starts when they are there.
                List<MeshOrder> orders = new ArrayList<>(region(kill.region(), parts, "start"));
                Collections.reverse(orders);
                yield orders;
            }
            case FaultAction.PauseReplay pause -> List.of(database(pause.ring(), pause.region(), "resume-replay"));
        };
    }

    /** The edge first, so that nobody is sent to what is dead already. */
    private static List<MeshOrder> region(String region, MeshParts parts, String verb) {
        List<MeshOrder> orders = new ArrayList<>();
        orders.add(node(edge(region, parts), verb));
        parts.cellsOf(region).forEach(cell -> orders.add(node(cell, verb)));
        parts.controlPlane()
                .filter(node -> node.getValue().equals(region))
                .map(Map.Entry::getKey)
                .ifPresent(id -> orders.add(node(id, verb)));
        parts.rings().forEach((ring, regions) -> {
            if (regions.contains(region)) {
                orders.add(database(ring, region, verb));
            }
        });
        return orders;
    }

    private static List<MeshOrder> link(FaultAction.Way way, JsonObject conditions) {
        return List.of(new MeshOrder(HttpMethod.PUT, path(way), Optional.of(conditions)));
    }

    private static String path(FaultAction.Way way) {
        return "/links/" + way.from() + '/' + way.to() + "?direction=" + (way.both() ? "both" : "one");
    }

    private static String cellLink(FaultAction.SlowCell slow) {
        return "/cells/" + nameOf(slow.cell()) + "/link";
    }

    private static MeshOrder node(String id, String verb) {
        return new MeshOrder(HttpMethod.POST, "/nodes/" + id + '/' + verb, Optional.empty());
    }

    private static MeshOrder database(String ring, String region, String verb) {
        return new MeshOrder(HttpMethod.POST, "/databases/" + ring + '/' + region + '/' + verb, Optional.empty());
    }

    private static String edge(String region, MeshParts parts) {
        return Optional.ofNullable(parts.edges().get(region))
                .orElseThrow(() -> new IllegalArgumentException("the mesh has no edge in " + region));
    }

    private static String nameOf(FaultAction.CellChoice cell) {
        return cell.named().orElseThrow(() -> new IllegalStateException("the plan has drawn no cell"));
    }
}

package dev.cellmesh.load.cli;

import dev.cellmesh.load.fault.FaultAction;
import dev.cellmesh.load.fault.FaultAction.CellChoice;
import dev.cellmesh.load.fault.MeshAdmin;
import dev.cellmesh.load.fault.MeshParts;
import dev.cellmesh.load.run.TargetException;
import dev.cellmesh.load.scenario.Scenario;
import dev.cellmesh.load.scenario.Scenario.Target;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Where does a mesh's region ask, and has the mesh what the scenario wants of it? Asked before anything is sent. */
final class MeshTarget {
    private static final URI NOWHERE = URI.create("http://127.0.0.1:9");
    private static final int ANSWER_SECONDS_MAX = 10;

    private MeshTarget() {}

    /**
     * The scenario with an edge for each of its regions; as it is when it names no mesh. Blocks.
     *
     * @throws TargetException when no mesh answers, or it lacks a part
     */
    static Scenario resolve(Vertx vertx, Scenario scenario) {
        Optional<URI> mesh = scenario.target().mesh();
        if (mesh.isEmpty()) {
            return scenario;
        }
        MeshParts parts = ask(vertx, mesh.get());
        Map<String, URI> edges = new LinkedHashMap<>();
        for (String region : scenario.regions().keySet()) {
            URI written = scenario.target().edges().get(region);
            String told = parts.edgeUrls().get(region);
            if (written == null && told == null) {
                throw new TargetException(
                        "the mesh has no edge in " + region + ", only in "
                                + parts.edgeUrls().keySet(),
                        null);
            }
            edges.put(region, written == null ? URI.create(told) : written);
        }
        scenario.faults().forEach(fault -> check(fault.action(), parts));
        return scenario.withTarget(new Target(mesh, edges, scenario.target().bearer()));
    }

    /** With any address where the mesh would tell one: for what asks nobody. */
    static Scenario unasked(Scenario scenario) {
        Map<String, URI> edges = new LinkedHashMap<>();
        scenario.regions().keySet().forEach(region -> edges.put(region, NOWHERE));
        edges.putAll(scenario.target().edges());
        return scenario.withTarget(
                new Target(scenario.target().mesh(), edges, scenario.target().bearer()));
    }

    private static MeshParts ask(Vertx vertx, URI mesh) {
        MeshParts parts;
        try (MeshAdmin admin = new MeshAdmin(vertx, mesh)) {
            parts = admin.parts().await(ANSWER_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (Exception e) {
            // Waiting for a future throws whatever that failed with, checked or not.
            throw new TargetException(
                    "no mesh answers at " + mesh + " (" + e.getMessage()
                            + "). Start one with ./infra/mesh up, or name it with --mesh.",
                    e);
        }
        if (!parts.ready()) {
            throw new TargetException(
                    "the mesh at " + mesh + " is not ready; ./infra/mesh status tells which part is down", null);
        }
        return parts;
    }

    private static void check(FaultAction action, MeshParts parts) {
        Optional<CellChoice> cell = switch (action) {
            case FaultAction.KillCell kill -> Optional.of(kill.cell());
            case FaultAction.SlowCell slow -> Optional.of(slow.cell());
            default -> Optional.empty();
        };
        cell.flatMap(CellChoice::named)
                .filter(name -> !parts.cells().containsKey(name))
                .ifPresent(name -> {
                    throw new TargetException(
                            "the mesh has no cell " + name + " to break; its cells are "
                                    + parts.cells().keySet(),
                            null);
                });
    }
}

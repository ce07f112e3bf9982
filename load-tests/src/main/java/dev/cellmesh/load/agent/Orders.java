package dev.cellmesh.load.agent;

import dev.cellmesh.load.agent.Messages.Order;
import dev.cellmesh.load.scenario.Overrides;
import dev.cellmesh.load.scenario.Scenario;
import dev.cellmesh.load.schedule.Replay;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** What is an agent sent? The scenario as it was written, and the traces that it names. */
final class Orders {
    private Orders() {}

    static Order of(Path file, Scenario scenario, Overrides overrides, long seed, int number, int agents) {
        try {
            Map<String, String> edges = new TreeMap<>();
            overrides.edges().forEach((region, uri) -> edges.put(region, uri.toString()));
            Order order = new Order(
                    file.getFileName().toString(),
                    Files.readString(file),
                    traces(file.toAbsolutePath().getParent(), scenario),
                    overrides.mesh().map(Object::toString).orElse(null),
                    edges,
                    overrides.rateScale(),
                    overrides.timeScale(),
                    seed,
                    number,
                    agents);
            if (Messages.write(order).length() > Messages.ORDER_BYTES_MAX) {
                throw new IllegalArgumentException("scenario and traces have more than " + Messages.ORDER_BYTES_MAX
                        + " bytes, the most that an agent takes");
            }
            return order;
        } catch (IOException e) {
            throw new UncheckedIOException("the scenario cannot be read again", e);
        }
    }

    private static Map<String, String> traces(Path folder, Scenario scenario) throws IOException {
        Map<String, String> traces = new TreeMap<>();
        for (Scenario.Phase phase : scenario.phases()) {
            if (phase.load() instanceof Replay replay) {
                Path trace = Path.of(replay.trace().source()).toAbsolutePath().normalize();
                if (!trace.startsWith(folder.normalize())) {
                    throw new IllegalArgumentException("phase " + phase.name()
                            + ": agents need the trace beside or below" + " its scenario, not at " + trace);
                }
                traces.put(folder.normalize().relativize(trace).toString(), Files.readString(trace));
            }
        }
        return traces;
    }
}

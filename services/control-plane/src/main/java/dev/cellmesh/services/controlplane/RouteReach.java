package dev.cellmesh.services.controlplane;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.placement.resize.Wait;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;

/**
 * How far have the routes come? Every node says which epoch it has whenever it asks for a newer one. One that has not asked for
 * {@value #GONE_SECONDS} s is dead or cut off. Such an edge is not waited for: what it sends by old routes is refused by the cell before
 * any work, and it asks anew. Such a cell has no routes, as far as anybody knows. For as long after the start nothing is known. An edge says, too, by which routes was sent what it has on its
 * way; where one does not, or has something that never ends, time does. Used on one event loop only.
 */
final class RouteReach {
    /** A node's question is held for 10 s, and it asks again at once: two may be lost. */
    static final int GONE_SECONDS = 30;
    /** The longest deadline of a request is 15 s, and its answer may take a little longer: no wait needs to be longer than that. */
    static final Duration QUIET = Duration.ofSeconds(20);
    /** As the route feed has: far more than any mesh has nodes. */
    private static final int NODES_MAX = 5_000;

    private static final long GONE_NANOS = Duration.ofSeconds(GONE_SECONDS).toNanos();

    /** @param inUse the oldest epoch by which was sent what is on its way; 0 when that is not said */
    private record Heard(long epoch, long inUse, long atNanos) {}

    private record Reached(long epoch, long atNanos) {}

    private final LongSupplier nanoClock;
    private final long startedNanos;
    private final Map<CellId, Heard> cells = new HashMap<>();
    private final Map<String, Heard> edges = new HashMap<>();
    private final Deque<Reached> edgesReached = new ArrayDeque<>();
    private long quietSince;

    RouteReach(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        this.startedNanos = nanoClock.getAsLong();
    }

    /**
     * @param epoch that the node has; 0 for none
     * @param inUse the oldest epoch by which an edge has sent what is still on its way; empty when it does not say
     */
    void heardEdge(String node, long epoch, OptionalLong inUse) {
        note(edges, node, new Heard(epoch, Math.min(epoch, inUse.orElse(0)), nanoClock.getAsLong()));
    }

    /** @param epoch that the cell decides by; 0 for none */
    void heardCell(CellId cell, long epoch) {
        note(cells, cell, new Heard(epoch, 0, nanoClock.getAsLong()));
    }

    private static <K> void note(Map<K, Heard> nodes, K node, Heard heard) {
        if (nodes.containsKey(node) || nodes.size() < NODES_MAX) {
            nodes.put(node, heard);
        }
    }

    /** Which cells have asked lately? */
    Presence presence() {
        long now = nanoClock.getAsLong();
        forgetGone(cells, now);
        return isKnown(now) ? Presence.of(cells.keySet()) : Presence.UNKNOWN;
    }

    private boolean isKnown(long now) {
        return now - startedNanos >= GONE_NANOS;
    }

    /** To be asked regularly: it notes when the edges had what. */
    Wait.News news() {
        long now = nanoClock.getAsLong();
        forgetGone(cells, now);
        forgetGone(edges, now);
        OptionalLong oldestEdge = oldest(edges, Heard::epoch);
        if (!isKnown(now) || oldestEdge.isEmpty()) {
            return Wait.News.NONE;
        }
        long edge = oldestEdge.getAsLong();
        // One that came back with older routes takes the clock back, too.
        while (!edgesReached.isEmpty() && edgesReached.getLast().epoch() > edge) {
            edgesReached.removeLast();
        }
        if (edgesReached.isEmpty() || edgesReached.getLast().epoch() < edge) {
            edgesReached.addLast(new Reached(edge, now));
        }
        quietSince = Math.min(quietSince, edge);
        while (!edgesReached.isEmpty() && now - edgesReached.getFirst().atNanos() >= QUIET.toNanos()) {
            quietSince = edgesReached.getFirst().epoch();
            if (edgesReached.size() == 1) {
                break;
            }
            edgesReached.removeFirst();
        }
        long oldestInUse = oldest(edges, Heard::inUse).orElse(0);
        Map<CellId, Long> epochs = new HashMap<>();
        cells.forEach((cell, heard) -> epochs.put(cell, heard.epoch()));
        return new Wait.News(epochs, edge, Math.max(quietSince, oldestInUse));
    }

    private static void forgetGone(Map<?, Heard> nodes, long now) {
        nodes.values().removeIf(heard -> now - heard.atNanos() > GONE_NANOS);
    }

    private static OptionalLong oldest(Map<String, Heard> nodes, ToLongFunction<Heard> epoch) {
        return nodes.values().stream().mapToLong(epoch).min();
    }
}

package dev.cellmesh.local.figures;

import dev.cellmesh.local.mesh.DatabaseTap;
import dev.cellmesh.model.consistency.RingId;
import dev.cellmesh.runtime.node.Endpoint;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** How many round trips do the cells make to their databases? A counter on the wire in front of each address they use. */
final class DatabaseTaps implements DatabaseTap {
    private static final int START_LIMIT_SECONDS = 10;

    private final Vertx vertx;
    private final Map<Endpoint, PgWireCounter> counters = new ConcurrentHashMap<>();

    DatabaseTaps(Vertx vertx) {
        this.vertx = vertx;
    }

    /** The control plane's own questions are not the cells'. */
    @Override
    public Endpoint before(String ring, Endpoint database) {
        return ring.equals(RingId.GLOBAL.name())
                ? database
                : counters.computeIfAbsent(database, this::counter).endpoint();
    }

    private PgWireCounter counter(Endpoint database) {
        try {
            return PgWireCounter.start(vertx, database).await(START_LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (java.util.concurrent.TimeoutException e) {
            throw new IllegalStateException("no counter before " + database, e);
        }
    }

    /** Of all cells, since the start. */
    long roundTrips() {
        return counters.values().stream()
                .mapToLong(counter -> counter.total().roundTrips())
                .sum();
    }
}

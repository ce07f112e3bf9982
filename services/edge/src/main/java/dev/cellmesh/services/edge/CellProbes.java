package dev.cellmesh.services.edge;

import dev.cellmesh.model.CellId;
import dev.cellmesh.services.edge.health.FleetHealth;
import io.vertx.core.Vertx;
import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * When does a cell that could not be reached get requests again? As soon as it answers a probe, so that no request of a
 * client has to find out. A link of the WAN accepts connections to a cell that is gone: only an answer is a sign of life.
 */
final class CellProbes {
    private static final long MILLIS_MIN = 200;
    /** A cell that is back waits no longer than this. */
    private static final long MILLIS_MAX = 2_000;
    /** From one look at a cell in doubt to the next: where clients are in a hurry, or it is full, there is always doubt. */
    private static final long DOUBT_MILLIS = 500;

    private final Vertx vertx;
    private final CellClient client;
    private final FleetHealth health;
    private final RandomGenerator random;
    private final Runnable isBack;
    /** As many as there are cells. */
    private final Set<CellId> doubted = new HashSet<>();

    private boolean closed;

    /** @param isBack told of each cell that answers again */
    CellProbes(Vertx vertx, CellClient client, FleetHealth health, RandomGenerator random, Runnable isBack) {
        this.vertx = vertx;
        this.client = client;
        this.health = health;
        this.random = random;
        this.isBack = isBack;
    }

    /** Leaves the cell out and probes it until it answers; at most one probe at a time for each cell. */
    void leaveOut(CellId cell) {
        if (health.leaveOut(cell)) {
            later(cell, MILLIS_MIN);
        }
    }

    /**
     * No connection to it came about while a client waited. That may be the client's hurry, or that all connections are in use; or
     * the cell swallows what comes, and no request ever gets there to find out. A look tells.
     */
    void doubt(CellId cell) {
        if (doubted.add(cell)) {
            client.look(cell).onSuccess(sign -> {
                if (sign == CellClient.Sign.SILENT || sign == CellClient.Sign.REFUSES) {
                    leaveOut(cell);
                }
                vertx.setTimer(DOUBT_MILLIS, id -> doubted.remove(cell));
            });
        }
    }

    void close() {
        closed = true;
    }

    private void later(CellId cell, long millis) {
        vertx.setTimer(millis / 2 + random.nextLong(millis / 2 + 1), id -> {
            if (!closed) {
                client.probe(cell).onSuccess(alive -> {
                    if (alive) {
                        health.takeBack(cell);
                        isBack.run();
                    } else {
                        later(cell, Math.min(millis * 2, MILLIS_MAX));
                    }
                });
            }
        });
    }
}

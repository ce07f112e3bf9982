package dev.cellmesh.services.edge;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.services.edge.poison.Arrivals;
import dev.cellmesh.services.edge.poison.Print;
import dev.cellmesh.services.edge.poison.Quarantine;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A connection to a cell was lost under a request: is the cell dead? It is when its port refuses connections, which no cut link and no
 * stalled process makes it do; then all requests that were there are looked at ({@link Quarantine}).
 *
 * <p>A link between regions accepts connections to whatever is behind it, so that the question is only asked in the edge's own region.
 */
final class Inquests {
    /** The pause before the second look; each further one doubles it. A process that dies closes its sockets one by one. */
    private static final long PAUSE_MILLIS = 20;

    private static final int LOOKS_MAX = 5;

    private final Vertx vertx;
    private final CellClient client;
    private final Region own;
    private final Arrivals arrivals;
    private final Quarantine quarantine;
    private final RetryMeters meters;
    /** As many as there are cells. */
    private final Map<CellId, Promise<Void>> held = new HashMap<>();

    Inquests(Vertx vertx, CellClient client, Region own, Arrivals arrivals, Quarantine quarantine, RetryMeters meters) {
        this.vertx = vertx;
        this.client = client;
        this.own = own;
        this.arrivals = arrivals;
        this.quarantine = quarantine;
        this.meters = meters;
    }

    /** Ends when it is known, after less than half a second, what is to be held against whom; never fails. */
    Future<Void> into(CellId cell) {
        if (!cell.region().equals(own)) {
            return Future.succeededFuture();
        }
        Promise<Void> running = held.get(cell);
        if (running == null) {
            running = Promise.promise();
            held.put(cell, running);
            look(cell, 1);
        }
        return running.future();
    }

    private void look(CellId cell, int looks) {
        client.look(cell).onSuccess(sign -> {
            switch (sign) {
                case ANSWERS -> close(cell);
                case REFUSES -> {
                    List<Print> there = arrivals.endOf(cell);
                    if (!there.isEmpty()) {
                        meters.crashed(quarantine.crashed(there));
                    }
                    close(cell);
                }
                case SILENT -> {
                    if (looks < LOOKS_MAX) {
                        vertx.setTimer(PAUSE_MILLIS << (looks - 1), id -> look(cell, looks + 1));
                    } else {
                        close(cell);
                    }
                }
            }
        });
    }

    private void close(CellId cell) {
        held.remove(cell).complete();
    }
}

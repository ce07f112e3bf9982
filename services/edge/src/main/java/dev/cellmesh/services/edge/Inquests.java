package dev.cellmesh.services.edge;

import dev.cellmesh.model.CellId;
import dev.cellmesh.services.edge.poison.Arrivals;
import dev.cellmesh.services.edge.poison.Print;
import dev.cellmesh.services.edge.poison.Quarantine;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A connection to a cell was lost under a request: is the cell dead? It is when its port refuses connections. A link between regions
 * accepts them for whatever is behind it, and closes them then; so it does when it is cut. Then a peer is asked that stands behind
 * the same link: if it answers, the link is sound, and the cell is dead.
 *
 * <p>Of a dead cell, all requests that were there are looked at ({@link Quarantine}).
 */
final class Inquests {
    /** A process that dies closes its sockets one by one, and a kept connection may end by itself. */
    private static final long PAUSE_MILLIS = 20;

    private static final int LOOKS_MAX = 3;

    private final Vertx vertx;
    private final CellClient client;
    private final Predicate<CellId> isOut;
    private final Arrivals arrivals;
    private final Quarantine quarantine;
    private final RetryMeters meters;
    /** As many as there are cells. */
    private final Map<CellId, Promise<Void>> held = new HashMap<>();

    /** @param isOut which cells are not to be asked about others */
    Inquests(
            Vertx vertx,
            CellClient client,
            Predicate<CellId> isOut,
            Arrivals arrivals,
            Quarantine quarantine,
            RetryMeters meters) {
        this.vertx = vertx;
        this.client = client;
        this.isOut = isOut;
        this.arrivals = arrivals;
        this.quarantine = quarantine;
        this.meters = meters;
    }

    /** Ends when it is known, after a few looks, what is to be held against whom; never fails. */
    Future<Void> into(CellId cell) {
        Promise<Void> running = held.get(cell);
        if (running == null) {
            running = Promise.promise();
            held.put(cell, running);
            look(cell, 1);
        }
        return running.future();
    }

    /** Whether no cell is looked into. */
    boolean isIdle() {
        return held.isEmpty();
    }

    /** Ends when it is known what these cells died of that are looked into now; never fails. */
    Future<Void> over(Collection<CellId> cells) {
        return Future.join(held.entrySet().stream()
                        .filter(one -> cells.contains(one.getKey()))
                        .map(one -> one.getValue().future())
                        .toList())
                .mapEmpty();
    }

    private void look(CellId cell, int looks) {
        client.look(cell).onSuccess(sign -> {
            switch (sign) {
                case ANSWERS, SILENT -> close(cell);
                case REFUSES -> dead(cell);
                case CLOSES -> {
                    if (looks < LOOKS_MAX) {
                        vertx.setTimer(PAUSE_MILLIS, id -> look(cell, looks + 1));
                    } else {
                        askPeer(cell);
                    }
                }
            }
        });
    }

    private void askPeer(CellId cell) {
        Optional<CellId> peer =
                client.peers(cell).stream().filter(isOut.negate()).findFirst();
        if (peer.isEmpty()) {
            close(cell);
            return;
        }
        client.look(peer.get()).onSuccess(sign -> {
            if (sign == CellClient.Sign.ANSWERS) {
                dead(cell);
            } else {
                close(cell);
            }
        });
    }

    private void dead(CellId cell) {
        List<Print> there = arrivals.endOf(cell);
        if (!there.isEmpty()) {
            meters.crashed(quarantine.crashed(there));
        }
        close(cell);
    }

    private void close(CellId cell) {
        held.remove(cell).complete();
    }
}

package dev.cellmesh.services.edge;

import dev.cellmesh.model.CellId;
import dev.cellmesh.runtime.route.RoutesInUse;
import dev.cellmesh.services.edge.cache.Fill;
import dev.cellmesh.services.edge.cache.Kept;
import dev.cellmesh.services.edge.poison.Print;
import dev.cellmesh.services.edge.poison.Quarantine.Standing;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/**
 * How does a kept answer become young again, while it is served? One cell is asked once, as the client that got the kept one would
 * have asked it. Nobody waits for it: when it fails, the next client that gets the kept answer asks again, and none gets it beyond its
 * bound.
 */
final class Revalidation {
    /** Longer, and the cell is in no state to be asked for a favour. */
    private static final int MILLIS_MAX = 2_000;

    private static final Buffer NO_BODY = Buffer.buffer();
    private static final int OK = 200;
    private static final int NOT_MODIFIED = 304;
    private static final int CLIENT_ERROR_MIN = 400;
    private static final int SERVER_ERROR_MIN = 500;

    private final EdgeContext edge;
    private final Kept kept;
    private final Fill fill;
    private final Send send;
    private final Print print;
    private final RoutesInUse.Use routesInUse;
    private final long timer;
    private boolean ended;

    private Revalidation(EdgeContext edge, Kept kept, Fill fill, Send send, Print print, RoutesInUse.Use routesInUse) {
        this.edge = edge;
        this.kept = kept;
        this.fill = fill;
        this.send = send;
        this.print = print;
        this.routesInUse = routesInUse;
        this.timer = edge.vertx().setTimer(MILLIS_MAX, id -> giveUp());
    }

    /** @param admitted of the client that was answered with what is kept */
    static void begin(EdgeContext edge, AdmittedRequest admitted, CellChoice cells, Kept kept, Fill fill) {
        Print print = admitted.print(NO_BODY::getBytes);
        // Nobody waits for it, so that a suspect need not be tried.
        boolean isFree = edge.resending().quarantine().standing(print) == Standing.FREE;
        Optional<CellId> cell = isFree ? cells.next() : Optional.empty();
        if (cell.isEmpty()) {
            fill.inVain();
            return;
        }
        // In the place of the client's own request, which the cells are spared.
        edge.resending()
                .budgets()
                .requested(admitted.route().tenant(), cell.get().region());
        Revalidation asking = new Revalidation(
                edge,
                kept,
                fill,
                new Send(edge, cell.get(), cells.traffic(), false),
                print,
                edge.inFlight().began(admitted.routeEpoch()));
        HttpServerRequest request = admitted.request();
        edge.cells()
                .request(cell.get(), request.method(), request.uri(), MILLIS_MAX)
                .onComplete(to -> asking.connected(admitted, to), failure -> asking.giveUp());
    }

    private void connected(AdmittedRequest admitted, HttpClientRequest to) {
        Attempt attempt = send.attempt();
        attempt.use(to);
        if (ended) {
            return;
        }
        HopHeaders.toCell(
                admitted.request(),
                edge.id(),
                admitted.words(),
                admitted.trace(),
                MILLIS_MAX,
                admitted.routeEpoch(),
                to.headers());
        to.headers().remove(HttpHeaders.IF_NONE_MATCH);
        if (kept.etag() != null) {
            to.putHeader(HttpHeaders.IF_NONE_MATCH, kept.etag());
        }
        to.response().onComplete(this::answered, lost -> lost());
        send.arrives(print);
        attempt.send(NO_BODY, false);
    }

    /** Unless it was closed from here, the cell may have died of it. */
    private void lost() {
        if (!ended) {
            edge.resending().inquests().into(send.cell()).onComplete(held -> giveUp());
        }
    }

    private void answered(HttpClientResponse answer) {
        send.answered();
        send.attempt().answered(answer);
        if (!CellRefusal.isBeforeWork(answer.statusCode())) {
            edge.resending().quarantine().answered(print);
        }
        MultiMap headers = HttpHeaders.headers();
        HopHeaders.fromCell(answer.headers(), headers);
        fill.head(answer.statusCode(), headers, edge.id());
        answer.exceptionHandler(cut -> giveUp());
        answer.handler(fill::add);
        answer.endHandler(end -> {
            send.attempt().answerEnded();
            ended(answer.statusCode(), headers);
            giveUp();
        });
        answer.resume();
    }

    private void ended(int status, MultiMap headers) {
        if (status == OK) {
            fill.end();
        } else if (status == NOT_MODIFIED) {
            fill.confirm(kept, headers);
        } else if (status >= CLIENT_ERROR_MIN && status < SERVER_ERROR_MIN && !CellRefusal.isBeforeWork(status)) {
            // It is gone, or not for this caller any more; a cell that refuses before any work says neither.
            edge.cache().forget(kept.variant());
        }
    }

    /** Safe to be called when it has ended. */
    private void giveUp() {
        if (!ended) {
            ended = true;
            edge.vertx().cancelTimer(timer);
            edge.inFlight().ended(routesInUse);
            send.close();
            fill.inVain();
        }
    }
}

package dev.cellmesh.services.edge;

import dev.cellmesh.model.CellId;
import dev.cellmesh.runtime.pipeline.TraceContext;
import dev.cellmesh.runtime.route.RoutesInUse;
import dev.cellmesh.services.edge.cache.Fill;
import dev.cellmesh.services.edge.cache.Kept;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import java.util.Optional;

/**
 * How does a kept answer become young again, while it is served? One cell is asked once, as the client that got the kept one would
 * have asked it. Nobody waits for it: when it fails, the next client that gets the kept answer asks again, and none gets it beyond its
 * bound.
 */
final class Revalidation {
    /** Longer, and the cell is in no state to be asked for a favour. */
    private static final int MILLIS_MAX = 2_000;

    private static final int OK = 200;
    private static final int NOT_MODIFIED = 304;
    private static final int CLIENT_ERROR_MIN = 400;
    private static final int SERVER_ERROR_MIN = 500;

    private final EdgeContext edge;
    private final Kept kept;
    private final Fill fill;
    private final Attempt attempt;
    private final RoutesInUse.Use routesInUse;
    private final long timer;
    private boolean ended;

    private Revalidation(EdgeContext edge, Kept kept, Fill fill, Attempt attempt, RoutesInUse.Use routesInUse) {
        this.edge = edge;
        this.kept = kept;
        this.fill = fill;
        this.attempt = attempt;
        this.routesInUse = routesInUse;
        this.timer = edge.vertx().setTimer(MILLIS_MAX, id -> giveUp());
    }

    /** @param request of the client that was answered with what is kept */
    static void begin(
            EdgeContext edge,
            HttpServerRequest request,
            Map<String, String> words,
            long routeEpoch,
            CellChoice cells,
            TraceContext trace,
            Kept kept,
            Fill fill) {
        Optional<CellId> cell = cells.next();
        if (cell.isEmpty()) {
            fill.abandon();
            return;
        }
        Attempt attempt = new Attempt(edge, cell.get(), cells.traffic());
        Revalidation asking =
                new Revalidation(edge, kept, fill, attempt, edge.inFlight().began(routeEpoch));
        edge.cells()
                .request(cell.get(), request.method(), request.uri(), MILLIS_MAX)
                .onFailure(lost -> asking.giveUp())
                .onSuccess(to -> {
                    attempt.use(to);
                    HopHeaders.toCell(request, edge.id(), words, trace, MILLIS_MAX, routeEpoch, to.headers());
                    asking.send(to);
                });
    }

    private void send(HttpClientRequest to) {
        to.headers().remove(HttpHeaders.IF_NONE_MATCH);
        if (kept.etag() != null) {
            to.putHeader(HttpHeaders.IF_NONE_MATCH, kept.etag());
        }
        to.response().onComplete(this::answered, lost -> giveUp());
        attempt.send(Buffer.buffer(), false);
    }

    private void answered(HttpClientResponse answer) {
        attempt.answered(answer);
        MultiMap headers = HttpHeaders.headers();
        HopHeaders.fromCell(answer.headers(), headers);
        fill.head(answer.statusCode(), headers, edge.id());
        answer.exceptionHandler(cut -> giveUp());
        answer.handler(fill::add);
        answer.endHandler(end -> {
            attempt.answerEnded();
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
        } else if (status >= CLIENT_ERROR_MIN && status < SERVER_ERROR_MIN) {
            // It is gone, or not for this caller any more.
            edge.cache().forget(kept.variant());
        }
    }

    /** Safe to be called when it has ended. */
    private void giveUp() {
        if (!ended) {
            ended = true;
            edge.vertx().cancelTimer(timer);
            edge.inFlight().ended(routesInUse);
            attempt.close();
            fill.abandon();
        }
    }
}

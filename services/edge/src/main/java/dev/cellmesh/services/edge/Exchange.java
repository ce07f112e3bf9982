package dev.cellmesh.services.edge;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.TenantId;
import dev.cellmesh.model.budget.LatencyGoal;
import dev.cellmesh.model.route.RouteSnapshot;
import dev.cellmesh.model.route.TenantRoute;
import dev.cellmesh.model.route.TenantStatus;
import dev.cellmesh.runtime.http.RequestFraming;
import dev.cellmesh.runtime.pipeline.TraceContext;
import dev.cellmesh.runtime.problem.Problem;
import dev.cellmesh.runtime.problem.ProblemType;
import dev.cellmesh.runtime.route.RoutesInUse;
import dev.cellmesh.services.edge.EdgeMeters.Retry;
import dev.cellmesh.services.edge.RequestBody.Outcome;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/**
 * What becomes of one request of a tenant? It goes to one of the tenant's cells that may serve it, and is answered exactly
 * once.
 *
 * <p>What may be sent again: anything of which no cell has got the last byte, or which a cell refused before any work (421,
 * draining); and safe methods once after a connection was lost. Nothing else: a write that may have happened is answered
 * with 504, and the client asks again with its key.
 */
final class Exchange {
    private static final Set<HttpMethod> SAFE_METHODS = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    private final EdgeContext edge;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    /** What the edge tells the cell beside the client's own headers. */
    private final Map<String, String> words;

    private final AnswerPath path;
    private final TraceContext trace;
    private final RequestDeadline deadline;
    private final long startNanos;
    private final boolean safe;
    private final RequestBody body;
    private final CellChoice cells;
    /** What is asked for; empty when no cell has told of it. */
    private final Optional<KnownOperation> operation;

    private long routeEpoch;
    private RoutesInUse.Use routesInUse;
    private boolean whole;
    /** The attempt that is under way. */
    private Attempt attempt;

    private boolean misdirected;
    private boolean lost;
    private boolean ended;
    private long deadlineTimer = -1;

    Exchange(
            EdgeContext edge,
            HttpServerRequest request,
            Map<String, String> words,
            AnswerPath path,
            long routeEpoch,
            CellChoice cells,
            Optional<KnownOperation> operation,
            TraceContext trace,
            RequestDeadline deadline,
            long startNanos) {
        this.edge = edge;
        this.request = request;
        this.response = request.response();
        this.words = words;
        this.path = path;
        this.routeEpoch = routeEpoch;
        this.cells = cells;
        this.operation = operation;
        this.trace = trace;
        this.deadline = deadline;
        this.startNanos = startNanos;
        this.safe = SAFE_METHODS.contains(request.method());
        this.body = new RequestBody(edge.vertx(), request, edge.limits());
    }

    void begin() {
        routesInUse = edge.inFlight().began(routeEpoch);
        response.exceptionHandler(gone -> {});
        response.closeHandler(closed -> clientGone());
        if (response.closed()) {
            clientGone();
            return;
        }
        long remainingMillis = deadline.remainingMillis(edge.nowNanos());
        if (remainingMillis == 0) {
            refuse(EdgeProblems.deadlineExceeded());
            return;
        }
        deadlineTimer = edge.vertx().setTimer(remainingMillis, id -> deadlinePassed());
        body.collect().onSuccess(outcome -> {
            whole = outcome == Outcome.COMPLETE;
            if (whole || outcome == Outcome.LARGE) {
                tryNextCell();
            } else {
                bodyFailed(outcome);
            }
        });
    }

    private Region home() {
        return cells.route().home();
    }

    private void tryNextCell() {
        if (ended) {
            return;
        }
        Optional<CellId> cell = cells.next();
        if (cell.isEmpty()) {
            refuse(EdgeProblems.regionUnavailable(cells.lastRegion(), "No cell of the tenant can be reached."));
            return;
        }
        attempt = new Attempt(edge, cell.get(), cells.traffic());
        Attempt current = attempt;
        edge.cells()
                .request(
                        current.cell(),
                        request.method(),
                        request.uri(),
                        Math.max(1, deadline.remainingMillis(edge.nowNanos())))
                .onComplete(connected -> connected(current, connected), failure -> notConnected(current, failure));
    }

    private void notConnected(Attempt current, Throwable failure) {
        current.close();
        if (ended) {
            return;
        }
        if (failure instanceof ConnectionPoolTooBusyException) {
            refuse(Problem.of(ProblemType.OVERLOADED, "Too many requests wait for the cell."));
        } else if (failure instanceof TimeoutException || deadline.remainingMillis(edge.nowNanos()) == 0) {
            refuse(EdgeProblems.deadlineExceeded());
        } else {
            edge.probes().leaveOut(current.cell());
            edge.meters().retried(Retry.CONNECT);
            tryNextCell();
        }
    }

    private void connected(Attempt current, HttpClientRequest to) {
        current.use(to);
        if (ended) {
            current.close();
            return;
        }
        HopHeaders.toCell(
                request, edge.id(), words, trace, deadline.millisForCell(edge.nowNanos()), routeEpoch, to.headers());
        to.response().onComplete(answer -> answered(current, answer), failure -> lost(current));
        if (whole) {
            current.send(body.kept(), RequestFraming.hasBody(request.headers()) || !safe);
        } else {
            current.stream(body).onSuccess(outcome -> {
                if (outcome != Outcome.COMPLETE && !ended && !current.isAnswered()) {
                    bodyFailed(outcome);
                }
            });
        }
    }

    /** The connection ended before an answer began. */
    private void lost(Attempt current) {
        boolean mayHaveHappened = current.isSent() && !safe;
        boolean again = !current.isBegun() || whole;
        current.close();
        if (ended) {
            return;
        }
        edge.probes().leaveOut(current.cell());
        if (mayHaveHappened) {
            refuse(EdgeProblems.unknownOutcome(request.headers().contains("Idempotency-Key")));
        } else if (again && !lost) {
            lost = true;
            edge.meters().retried(Retry.LOST);
            tryNextCell();
        } else {
            refuse(EdgeProblems.regionUnavailable(
                    current.cell().region(), "The connection to the cell was lost, and nothing was done."));
        }
    }

    private void answered(Attempt current, HttpClientResponse answer) {
        current.answered(answer);
        if (ended) {
            return;
        }
        if (answer.statusCode() == ProblemType.MISDIRECTED.status()) {
            current.discard();
            misdirected(current);
        } else if (whole && CellRefusal.mayBeDraining(answer)) {
            CellRefusal.read(answer).onSuccess(refusal -> refused(current, refusal));
        } else {
            relay(current, Relay.of(answer));
        }
    }

    /** A cell that stops has done nothing; one that is overloaded neither, but to ask another would spread the load. */
    private void refused(Attempt current, CellRefusal refusal) {
        current.refused(refusal);
        if (ended) {
            return;
        }
        if (refusal.isDraining()) {
            current.close();
            edge.probes().leaveOut(current.cell());
            edge.meters().retried(Retry.DRAINING);
            if (cells.isExhausted()) {
                refuse(Problem.of(ProblemType.DRAINING, "The tenant's cells are stopping."));
            } else {
                tryNextCell();
            }
        } else if (refusal.isWhole()) {
            relay(current, Relay.of(refusal));
        } else {
            lost(current);
        }
    }

    private void misdirected(Attempt current) {
        if (misdirected || !whole) {
            refuse(EdgeProblems.regionUnavailable(
                    current.cell().region(), "The routes are changing; nothing was done."));
            return;
        }
        misdirected = true;
        edge.meters().retried(Retry.MISDIRECTED);
        edge.routes().refresh().onComplete(asked -> {
            if (ended) {
                return;
            }
            TenantId tenant = cells.route().tenant();
            RouteSnapshot routes = edge.routes().current();
            Optional<TenantRoute> now = routes.routeOf(tenant);
            if (now.isEmpty()) {
                refuse(Problem.of(ProblemType.UNKNOWN_TENANT, "There is no tenant " + tenant + "."));
            } else if (now.get().status() == TenantStatus.SUSPENDED) {
                refuse(Problem.of(ProblemType.TENANT_SUSPENDED, "The tenant is suspended."));
            } else {
                routeEpoch = routes.epoch();
                cells.reroute(now.get(), current.cell());
                tryNextCell();
            }
        });
    }

    private void relay(Attempt current, Relay relay) {
        edge.vertx().cancelTimer(deadlineTimer);
        deadlineTimer = edge.vertx().setTimer(edge.limits().responseMillisMax(), id -> response.reset());
        boolean early = !current.isSent() || request.version() == HttpVersion.HTTP_1_0;
        body.stop();
        relay.headTo(request, edge.id(), trace, edge.nowNanos() - startNanos, path, early);
        relay.bodyTo(response, path)
                .onSuccess(end -> {
                    current.answerEnded();
                    boolean counted = end(response.getStatusCode());
                    current.close();
                    if (early && counted) {
                        edge.refusals().lingering().closeAfterRest(request);
                    }
                })
                .onFailure(cut -> {
                    // The head is out: closing is the only way left to say that the rest will not come.
                    end(response.getStatusCode());
                    current.close();
                    response.reset();
                });
    }

    private void bodyFailed(Outcome outcome) {
        switch (outcome) {
            case TOO_LARGE -> refuse(EdgeProblems.bodyTooLarge(edge.limits()));
            case TOO_SLOW -> refuse(EdgeProblems.bodyTooSlow());
            case GONE, LARGE, COMPLETE -> clientGone();
        }
    }

    private void deadlinePassed() {
        if (ended) {
            return;
        }
        if (body.waitsForClient()) {
            bodyFailed(Outcome.TOO_SLOW);
        } else if (attempt != null && attempt.isSent() && !safe) {
            refuse(EdgeProblems.unknownOutcome(request.headers().contains("Idempotency-Key")));
        } else {
            refuse(EdgeProblems.deadlineExceeded());
        }
    }

    private void clientGone() {
        if (end(EdgeMeters.GONE)) {
            leaveAttempt();
        }
    }

    private void refuse(Problem problem) {
        if (end(problem.type().status())) {
            response.putHeader(TraceContext.HEADER, trace.header());
            response.putHeader(HopHeaders.SERVER_TIMING, Relay.edgeTiming(edge.nowNanos() - startNanos));
            edge.refusals().send(request, problem, EdgeProblems.retryAfter(problem.type()));
            leaveAttempt();
        }
    }

    /** A write that a cell has got is let finish; its answer is dropped. All else is broken off. */
    private void leaveAttempt() {
        if (attempt != null) {
            if (attempt.isSent() && !safe) {
                attempt.abandon();
            } else {
                attempt.close();
            }
        }
    }

    /** @return whether this was the end, and not a second one */
    private boolean end(int status) {
        if (ended) {
            return false;
        }
        ended = true;
        edge.vertx().cancelTimer(deadlineTimer);
        body.stop();
        edge.inFlight().ended(routesInUse);
        path.ended(status);
        long tookNanos = edge.nowNanos() - startNanos;
        edge.meters().answered(home(), status, tookNanos);
        edge.signals()
                .answered(
                        operation.map(KnownOperation::id).orElse(null),
                        operation.map(known -> known.goal(request.headers())).orElse(LatencyGoal.UNDECLARED),
                        cells.lastRegion(),
                        status,
                        tookNanos,
                        deadline.atNanos() - startNanos);
        return true;
    }
}

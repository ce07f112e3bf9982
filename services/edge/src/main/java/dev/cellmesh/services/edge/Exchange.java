package dev.cellmesh.services.edge;

import dev.cellmesh.model.budget.LatencyGoal;
import dev.cellmesh.runtime.http.RequestFraming;
import dev.cellmesh.runtime.pipeline.TraceContext;
import dev.cellmesh.runtime.problem.Problem;
import dev.cellmesh.runtime.route.RoutesInUse;
import dev.cellmesh.services.edge.RequestBody.Outcome;
import dev.cellmesh.services.edge.poison.Print;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.nio.charset.StandardCharsets;

/**
 * What becomes of one request of a tenant, as its client sees it? It is read, given to a {@link Delivery}, and answered exactly once:
 * within its deadline, and whatever the client does.
 */
final class Exchange {
    /** What it counts as when an answer ends too early whose status has been sent: a bad gateway's. */
    private static final int BROKEN_OFF = 502;

    private final EdgeContext edge;
    private final AdmittedRequest admitted;
    private final AnswerPath path;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final RequestBody body;
    private final Delivery delivery;

    private RoutesInUse.Use routesInUse;
    private boolean ended;
    private long deadlineTimer = -1;

    Exchange(EdgeContext edge, AdmittedRequest admitted, AnswerPath path, CellChoice cells) {
        this.edge = edge;
        this.admitted = admitted;
        this.path = path;
        this.request = admitted.request();
        this.response = request.response();
        this.body = new RequestBody(edge.vertx(), request, edge.limits());
        this.delivery = new Delivery(edge, this, admitted, cells);
    }

    void begin() {
        routesInUse = edge.inFlight().began(admitted.routeEpoch());
        response.exceptionHandler(gone -> {});
        response.closeHandler(closed -> clientGone());
        if (response.closed()) {
            clientGone();
            return;
        }
        long remainingMillis = remainingMillis();
        if (remainingMillis == 0) {
            refuse(EdgeProblems.deadlineExceeded());
            return;
        }
        deadlineTimer = edge.vertx().setTimer(remainingMillis, id -> deadlinePassed());
        body.collect().onSuccess(outcome -> {
            if (outcome == Outcome.COMPLETE || outcome == Outcome.LARGE) {
                delivery.begin(outcome == Outcome.COMPLETE);
            } else {
                bodyFailed(outcome);
            }
        });
    }

    boolean isEnded() {
        return ended;
    }

    RequestBody body() {
        return body;
    }

    long remainingMillis() {
        return admitted.deadline().remainingMillis(edge.nowNanos());
    }

    /** To be read when the body was collected. */
    Print print() {
        return admitted.print(this::bodyToTell);
    }

    /** Of a body that streams, only its length and its type. */
    private byte[] bodyToTell() {
        return RequestFraming.hasBody(request.headers()) && body.isStreaming()
                ? (body.declaredBytes() + " " + request.getHeader("Content-Type")).getBytes(StandardCharsets.UTF_8)
                : body.kept().getBytes();
    }

    /** The cell's answer goes to the client. */
    void relay(Attempt current, Relay relay) {
        edge.vertx().cancelTimer(deadlineTimer);
        boolean early = !current.isSent() || request.version() == HttpVersion.HTTP_1_0;
        body.stop();
        relay.headTo(request, edge.id(), admitted.trace(), edge.nowNanos() - admitted.startNanos(), path, early);
        relay.bodyTo(response, path)
                .onSuccess(end -> {
                    current.answerEnded();
                    boolean counted = end(response.getStatusCode());
                    current.close();
                    if (early && counted) {
                        edge.refusals().lingering().closeAfterRest(request);
                    }
                })
                .onFailure(cut -> brokenOff(current));
        if (!ended) {
            deadlineTimer = edge.vertx().setTimer(edge.limits().responseMillisMax(), id -> response.reset());
        }
    }

    /** The connection to the cell was lost in the middle of its answer. */
    private void brokenOff(Attempt current) {
        current.close();
        if (response.headWritten()) {
            // Closing is the only way left to say that the rest will not come.
            end(BROKEN_OFF);
            response.reset();
            return;
        }
        response.headersEndHandler(null);
        response.headers().clear();
        response.setChunked(false);
        refuse(
                admitted.isSafe()
                        ? EdgeProblems.regionUnavailable(delivery.lastRegion(), "The cell's answer broke off.")
                        : EdgeProblems.unknownOutcome(admitted.isKeyed()));
    }

    void bodyFailed(Outcome outcome) {
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
        } else if (delivery.mayHaveActed()) {
            refuse(EdgeProblems.unknownOutcome(admitted.isKeyed()));
        } else {
            refuse(EdgeProblems.deadlineExceeded());
        }
    }

    private void clientGone() {
        if (end(EdgeMeters.GONE)) {
            delivery.leave();
        }
    }

    void refuse(Problem problem) {
        if (end(problem.type().status())) {
            response.putHeader(TraceContext.HEADER, admitted.trace().header());
            response.putHeader(HopHeaders.SERVER_TIMING, Relay.edgeTiming(edge.nowNanos() - admitted.startNanos()));
            edge.refusals().send(request, problem, EdgeProblems.retryAfter(problem));
            delivery.leave();
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
        long tookNanos = edge.nowNanos() - admitted.startNanos();
        edge.meters().answered(delivery.home(), status, tookNanos);
        edge.signals()
                .answered(
                        admitted.operation().map(KnownOperation::id).orElse(null),
                        admitted.operation()
                                .map(known -> known.goal(request.headers()))
                                .orElse(LatencyGoal.UNDECLARED),
                        delivery.lastRegion(),
                        status,
                        tookNanos,
                        admitted.deadline().atNanos() - admitted.startNanos());
        return true;
    }
}

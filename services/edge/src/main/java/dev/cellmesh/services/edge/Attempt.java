package dev.cellmesh.services.edge;

import dev.cellmesh.model.CellId;
import dev.cellmesh.runtime.problem.ProblemType;
import dev.cellmesh.services.edge.health.Outcome;
import dev.cellmesh.services.edge.health.Traffic;
import dev.cellmesh.services.edge.health.Visit;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;

/**
 * How far did a request get at one cell? Counts as in flight there until it is closed, which is safe to do more than once.
 */
final class Attempt {
    private final EdgeContext edge;
    private final CellId cell;
    private final Visit visit;

    private HttpClientRequest to;
    private HttpClientResponse answer;
    private boolean begun;
    private boolean sent;
    private boolean answerEnded;
    private boolean closed;

    Attempt(EdgeContext edge, CellId cell, Traffic traffic) {
        this.edge = edge;
        this.cell = cell;
        this.visit = edge.health().began(cell, traffic);
    }

    CellId cell() {
        return cell;
    }

    /** Has the cell perhaps got a byte? */
    boolean isBegun() {
        return begun;
    }

    /** Has the cell perhaps got the last byte, so that it may act on the request? */
    boolean isSent() {
        return sent;
    }

    boolean isAnswered() {
        return answer != null;
    }

    void use(HttpClientRequest request) {
        to = request;
        // Failures come with the response's future; without a handler they would be logged, too.
        to.exceptionHandler(failure -> {});
        if (closed) {
            // Whoever waited for the connection has left, and nobody else would give it back.
            to.reset();
            return;
        }
        to.response().onFailure(lost -> {
            if (begun) {
                visit.judged(Outcome.LOST, edge.nowNanos());
            }
        });
    }

    void send(Buffer body, boolean framed) {
        begun = true;
        sent();
        if (framed) {
            to.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()));
        }
        if (body.length() > 0) {
            to.end(body);
        } else {
            to.end();
        }
    }

    Future<RequestBody.Outcome> stream(RequestBody body) {
        begun = true;
        if (body.declaredBytes() > 0) {
            to.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(body.declaredBytes()));
        } else {
            to.setChunked(true);
        }
        return body.streamTo(to).onSuccess(outcome -> {
            if (outcome == RequestBody.Outcome.COMPLETE) {
                sent();
            }
        });
    }

    private void sent() {
        sent = true;
        visit.sent(edge.nowNanos());
    }

    /** Must be called in the tick that the answer's head came in. */
    void answered(HttpClientResponse head) {
        answer = head;
        Outcome outcome = Outcome.ofStatus(head.statusCode());
        // Of a refusal, only the body says why.
        if (outcome != Outcome.REFUSED) {
            visit.judged(outcome, edge.nowNanos());
        }
        head.exceptionHandler(cut -> close());
        head.endHandler(end -> answerEnded = true);
        if (closed) {
            discard();
        } else {
            head.pause();
        }
    }

    /** Its body was read, to its end or to where the connection was lost. */
    void refused(CellRefusal refusal) {
        answerEnded = refusal.isWhole();
        if (refusal.isOf(ProblemType.REGION_UNAVAILABLE)) {
            visit.judged(Outcome.FAILED_BEHIND, edge.nowNanos());
        } else if (!refusal.isWhole()) {
            visit.judged(Outcome.LOST, edge.nowNanos());
        }
    }

    /** Another cell has answered the same read meanwhile. */
    void outrun() {
        visit.judged(Outcome.OUTRUN, edge.nowNanos());
    }

    /** Somebody else has read the answer to its end. */
    void answerEnded() {
        answerEnded = true;
    }

    /** Reads the rest of the answer and drops it, so that its connection can be used again; bounded in time. */
    void discard() {
        long timer = edge.vertx()
                .setTimer(
                        edge.limits().abandonedMillisMax(),
                        id -> to.connection().close());
        answer.exceptionHandler(cut -> edge.vertx().cancelTimer(timer));
        answer.endHandler(end -> {
            answerEnded = true;
            edge.vertx().cancelTimer(timer);
        });
        answer.handler(dropped -> {});
        answer.resume();
        release();
    }

    /** Lets the cell finish what nobody waits for any more, for a bounded time. */
    void abandon() {
        if (closed) {
            return;
        }
        release();
        if (answer != null) {
            discard();
        } else {
            long timer = edge.vertx()
                    .setTimer(
                            edge.limits().abandonedMillisMax(),
                            id -> to.connection().close());
            to.response().onComplete(done -> edge.vertx().cancelTimer(timer));
        }
    }

    /**
     * Breaks off whatever is not finished. Once a byte is sent, that means the connection: a reset of a half-sent request
     * would give it back to the pool, and the next request would be read as the rest of this one.
     */
    void close() {
        if (closed) {
            return;
        }
        release();
        if (to == null) {
            return;
        }
        if (!begun) {
            to.reset();
        } else if (!sent || !answerEnded) {
            to.connection().close();
        }
    }

    private void release() {
        if (!closed) {
            closed = true;
            if (answer != null) {
                visit.judged(Outcome.REFUSED, edge.nowNanos());
            }
            visit.ended(edge.nowNanos());
        }
    }
}

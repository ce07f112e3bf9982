package dev.cellmesh.services.edge;

import dev.cellmesh.runtime.http.RequestFraming;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/**
 * How does a request's body get from the client to a cell? A small one is collected whole first: it is sent in one piece,
 * never holds a cell's connection while the client dawdles, and can be sent again. Of a large one only the beginning is
 * kept until a cell is connected; the rest streams, and the client is read no faster than the cell takes it.
 *
 * <p>The request must be paused in the tick that it came in.
 */
final class RequestBody {
    /** How did the transfer, so far, end? */
    enum Outcome {
        /** All of it is collected, or sent. */
        COMPLETE,
        /** More than is kept; what comes now waits for {@link #streamTo}. */
        LARGE,
        TOO_LARGE,
        TOO_SLOW,
        /** The client broke off. */
        GONE
    }

    private final Vertx vertx;
    private final HttpServerRequest request;
    private final EdgeLimits limits;
    private final Promise<Outcome> collected = Promise.promise();
    private final Promise<Outcome> streamed = Promise.promise();
    private final Buffer kept = Buffer.buffer();

    private HttpClientRequest cell;
    private long receivedBytes;
    private boolean progress;
    private boolean waitsForCell;
    private boolean stopped;
    private long stallTimer = -1;

    RequestBody(Vertx vertx, HttpServerRequest request, EdgeLimits limits) {
        this.vertx = vertx;
        this.request = request;
        this.limits = limits;
    }

    /** @return {@link Outcome#COMPLETE} when {@link #kept()} is all of it, or any other outcome */
    Future<Outcome> collect() {
        if (!RequestFraming.hasBody(request.headers())) {
            request.resume();
            return Future.succeededFuture(Outcome.COMPLETE);
        }
        request.exceptionHandler(gone -> end(Outcome.GONE));
        request.handler(this::received);
        request.endHandler(end -> end(Outcome.COMPLETE));
        if (request.headers().contains(HttpHeaders.EXPECT)) {
            request.response().writeContinue();
        }
        if (declaredBytes() > limits.keptBytesMax()) {
            waitsForCell = true;
            collected.complete(Outcome.LARGE);
        } else {
            request.resume();
        }
        watchForStall();
        return collected.future();
    }

    Buffer kept() {
        return kept;
    }

    /** Bytes of the whole body as the client announced them; 0 when it did not. */
    long declaredBytes() {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length == null ? 0 : Long.parseLong(length);
    }

    /**
     * Sends what is kept and all that comes, and ends the request when the client does. To be called once, after {@link
     * Outcome#LARGE}; {@code to} must know how its body is framed.
     */
    Future<Outcome> streamTo(HttpClientRequest to) {
        cell = to;
        to.drainHandler(drained -> readOn());
        if (kept.length() > 0) {
            to.write(kept);
        }
        readOn();
        return streamed.future();
    }

    /** Is it the client that everybody waits for? */
    boolean waitsForClient() {
        return !stopped && !waitsForCell && !streamed.future().isComplete() && !isWhole();
    }

    /** Whether it is too large to be kept whole. */
    boolean isStreaming() {
        return collected.future().isComplete() && collected.future().result() == Outcome.LARGE;
    }

    /** Nothing more goes to the cell, whatever the client still sends. */
    void stop() {
        stopped = true;
        vertx.cancelTimer(stallTimer);
    }

    private boolean isWhole() {
        return !RequestFraming.hasBody(request.headers())
                || (collected.future().isComplete() && collected.future().result() == Outcome.COMPLETE);
    }

    private void received(Buffer chunk) {
        if (stopped) {
            return;
        }
        progress = true;
        receivedBytes += chunk.length();
        if (receivedBytes > limits.bodyBytesMax()) {
            end(Outcome.TOO_LARGE);
        } else if (cell != null) {
            cell.write(chunk);
            if (receivedBytes == declaredBytes()) {
                // Now the cell can act: from here on the request counts as sent, even if the client breaks off.
                end(Outcome.COMPLETE);
            } else if (cell.writeQueueFull()) {
                waitsForCell = true;
                request.pause();
            }
        } else {
            kept.appendBuffer(chunk);
            if (kept.length() > limits.keptBytesMax()) {
                waitsForCell = true;
                request.pause();
                collected.tryComplete(Outcome.LARGE);
            }
        }
    }

    private void readOn() {
        if (!stopped && waitsForCell) {
            waitsForCell = false;
            progress = true;
            request.resume();
        }
    }

    private void end(Outcome outcome) {
        if (stopped) {
            return;
        }
        vertx.cancelTimer(stallTimer);
        if (cell != null) {
            stopped = true;
            if (outcome == Outcome.COMPLETE) {
                cell.end();
            }
            streamed.tryComplete(outcome);
        } else if (!collected.tryComplete(outcome)) {
            // Large, and not streaming yet: told when streaming begins.
            stopped = true;
            streamed.tryComplete(outcome);
        }
    }

    private void watchForStall() {
        stallTimer = vertx.setTimer(limits.bodyStallMillisMax(), id -> {
            if (progress || waitsForCell) {
                progress = false;
                watchForStall();
            } else {
                end(Outcome.TOO_SLOW);
            }
        });
    }
}

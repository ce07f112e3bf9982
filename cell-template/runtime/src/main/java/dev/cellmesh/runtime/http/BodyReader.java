package dev.cellmesh.runtime.http;

import dev.cellmesh.runtime.problem.Problem;
import dev.cellmesh.runtime.problem.ProblemType;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/** What is in the request's body? Read whole, within a size and a time; both refusals end the connection. */
final class BodyReader {
    private final Vertx vertx;
    private final int bytesMax;
    private final long millisMax;

    BodyReader(Vertx vertx, int bytesMax, long millisMax) {
        this.vertx = vertx;
        this.bytesMax = bytesMax;
        this.millisMax = millisMax;
    }

    /** Call it in the tick that the request came in. Fails with {@link Refused} only. */
    Future<Buffer> read(HttpServerRequest request) {
        if (declaredBytes(request) > bytesMax) {
            return Future.failedFuture(tooLarge());
        }
        Promise<Buffer> promise = Promise.promise();
        Buffer body = Buffer.buffer();
        long timer = vertx.setTimer(millisMax, id -> promise.tryFail(tooSlow()));
        promise.future().onComplete(done -> vertx.cancelTimer(timer));
        request.handler(chunk -> {
            if (body.length() + chunk.length() > bytesMax) {
                promise.tryFail(tooLarge());
            } else {
                body.appendBuffer(chunk);
            }
        });
        request.exceptionHandler(gone -> promise.tryFail(
                new Refused(Problem.of(ProblemType.MALFORMED_REQUEST, "The request ended before its body did."))));
        request.endHandler(end -> promise.tryComplete(body));
        return promise.future();
    }

    private static long declaredBytes(HttpServerRequest request) {
        String declared = request.getHeader("Content-Length");
        try {
            return declared == null ? 0 : Long.parseLong(declared);
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }

    private Refused tooLarge() {
        return new Refused(Problem.of(ProblemType.BODY_TOO_LARGE, "A body has at most " + bytesMax + " bytes.")
                .with("bytesMax", bytesMax));
    }

    private Refused tooSlow() {
        return new Refused(
                Problem.of(ProblemType.REQUEST_TIMEOUT, "The body has to arrive within " + millisMax + " ms."));
    }
}

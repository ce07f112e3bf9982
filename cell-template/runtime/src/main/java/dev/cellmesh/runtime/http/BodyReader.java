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
    private static final String EXPECTED = "100-continue";

    private final Vertx vertx;
    private final BodyLimits limits;

    BodyReader(Vertx vertx, BodyLimits limits) {
        this.vertx = vertx;
        this.limits = limits;
    }

    /** Call it in the tick that the request came in. Fails with {@link Refused} only. */
    Future<Buffer> read(HttpServerRequest request) {
        if (declaredBytes(request) > limits.bytesMax()) {
            return Future.failedFuture(tooLarge());
        }
        if (EXPECTED.equalsIgnoreCase(request.getHeader("Expect"))) {
            request.response().writeContinue();
        }
        if (!RequestFraming.hasBody(request.headers())) {
            return Future.succeededFuture(Buffer.buffer());
        }
        Promise<Buffer> promise = Promise.promise();
        Buffer body = Buffer.buffer();
        long timer = vertx.setTimer(limits.millisMax(), id -> promise.tryFail(tooSlow()));
        promise.future().onComplete(done -> vertx.cancelTimer(timer));
        request.handler(chunk -> {
            if (body.length() + chunk.length() > limits.bytesMax()) {
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
        return new Refused(Problem.of(ProblemType.BODY_TOO_LARGE, "A body has at most " + limits.bytesMax() + " bytes.")
                .with("bytesMax", limits.bytesMax()));
    }

    private Refused tooSlow() {
        return new Refused(Problem.of(
                ProblemType.REQUEST_TIMEOUT, "The body has to arrive within " + limits.millisMax() + " ms."));
    }
}

package dev.cellmesh.services.edge;

import dev.cellmesh.runtime.problem.Problem;
import dev.cellmesh.runtime.problem.ProblemType;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.Set;

/**
 * Why did a cell refuse? Read whole, since only the body tells a cell that stops from one that has too much to do.
 *
 * @param isWhole false when the connection was lost before the end
 */
record CellRefusal(HttpClientResponse answer, Buffer body, boolean isWhole) {
    /** Far above any problem document; what is longer is not read as one. */
    private static final int BYTES_MAX = 8 << 10;

    private static final Set<Integer> BEFORE_WORK = Set.of(421, 429, 503);

    /** Whether a cell that answers so has done nothing with the request, as far as its status tells. */
    static boolean isBeforeWork(int status) {
        return BEFORE_WORK.contains(status);
    }

    static boolean mayBeDraining(HttpClientResponse answer) {
        return answer.statusCode() == ProblemType.DRAINING.status() && isReadable(answer);
    }

    /** Whether it is a problem document of a size to be read whole. */
    static boolean isReadable(HttpClientResponse answer) {
        String contentType = answer.getHeader(HttpHeaders.CONTENT_TYPE);
        String length = answer.getHeader(HttpHeaders.CONTENT_LENGTH);
        return contentType != null
                && contentType.startsWith(Problem.CONTENT_TYPE)
                && length != null
                && length.length() <= 5
                && Integer.parseInt(length) <= BYTES_MAX;
    }

    /** Never fails. */
    static Future<CellRefusal> read(HttpClientResponse answer) {
        Promise<CellRefusal> read = Promise.promise();
        Buffer body = Buffer.buffer();
        answer.exceptionHandler(cut -> read.tryComplete(new CellRefusal(answer, body, false)));
        answer.endHandler(end -> read.tryComplete(new CellRefusal(answer, body, true)));
        answer.handler(body::appendBuffer);
        answer.resume();
        return read.future();
    }

    boolean isDraining() {
        return isOf(ProblemType.DRAINING);
    }

    /** False also when it cannot be told. */
    boolean isOf(ProblemType type) {
        return type().equals(Optional.of(type.uri()));
    }

    /** Empty when it cannot be read. */
    Optional<String> type() {
        try {
            return isWhole && new JsonObject(body).getValue("type") instanceof String type
                    ? Optional.of(type)
                    : Optional.empty();
        } catch (DecodeException e) {
            return Optional.empty();
        }
    }
}

package dev.cellmesh.services.edge;

import dev.cellmesh.model.CellId;
import dev.cellmesh.runtime.consistency.ProfilesDocument;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/** What does one cell say that the operations promise? */
record ProfilesClient(Vertx vertx, CellClient cells) {
    /** Two round trips of the longest WAN link, and time for a cell that is busy. */
    private static final int ANSWER_MILLIS_MAX = 3_000;

    private static final int OK = 200;
    private static final int NOT_MODIFIED = 304;

    /**
     * Fails when the cell does not answer in time, or with something else.
     *
     * @param known whose tag is sent, so that the same list is not sent again
     * @return empty when the cell has the same list
     */
    Future<Optional<Buffer>> ask(CellId cell, Optional<LearntProfiles> known) {
        Promise<Optional<Buffer>> heard = Promise.promise();
        cells.request(cell, HttpMethod.GET, ProfilesDocument.TARGET, ANSWER_MILLIS_MAX)
                .onComplete(request -> send(request, known, heard), heard::tryFail);
        return heard.future();
    }

    private void send(HttpClientRequest request, Optional<LearntProfiles> known, Promise<Optional<Buffer>> heard) {
        long timer = vertx.setTimer(ANSWER_MILLIS_MAX, id -> giveUp(request, heard, new TimeoutException("no answer")));
        heard.future().onComplete(done -> vertx.cancelTimer(timer));
        request.exceptionHandler(lost -> {});
        known.ifPresent(learnt ->
                request.putHeader(HttpHeaders.IF_NONE_MATCH, learnt.document().etag()));
        request.send().onComplete(answer -> read(request, answer, heard), heard::tryFail);
    }

    private static void read(HttpClientRequest request, HttpClientResponse answer, Promise<Optional<Buffer>> heard) {
        Buffer body = Buffer.buffer();
        answer.exceptionHandler(heard::tryFail);
        answer.handler(chunk -> {
            if (body.length() + (long) chunk.length() > ProfilesDocument.BYTES_MAX) {
                giveUp(request, heard, new IOException("the list is larger than " + ProfilesDocument.BYTES_MAX));
            } else {
                body.appendBuffer(chunk);
            }
        });
        answer.endHandler(end -> {
            switch (answer.statusCode()) {
                case OK -> heard.tryComplete(Optional.of(body));
                case NOT_MODIFIED -> heard.tryComplete(Optional.empty());
                default -> heard.tryFail(new IOException("answered " + answer.statusCode()));
            }
        });
    }

    private static void giveUp(HttpClientRequest request, Promise<Optional<Buffer>> heard, Exception why) {
        if (heard.tryFail(why)) {
            request.connection().close();
        }
    }
}

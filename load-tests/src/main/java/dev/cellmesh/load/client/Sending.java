package dev.cellmesh.load.client;

import dev.cellmesh.load.client.Reception.Answered;
import dev.cellmesh.load.client.Reception.CutOff;
import dev.cellmesh.load.client.Reception.NotSent;
import dev.cellmesh.load.client.Reception.TimedOut;
import dev.cellmesh.load.client.Reception.Why;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.RequestOptions;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * How far did one sending get? From the moment its first byte may have left, whatever goes wrong leaves its effect unknown.
 * It ends once; what comes later is dropped.
 */
final class Sending implements Deadlines.Timed {
    private static final Buffer NOTHING = Buffer.buffer();

    private final PreparedRequest request;
    private final LongSupplier nanos;
    private final int bodyBytesMax;
    private final Deadlines answers;

    private Consumer<Reception> then;
    private Runnable release;
    private Link link;
    private HttpClientRequest http;
    private boolean written;
    private long sentNanos;
    private Buffer body = NOTHING;
    private boolean bodyIsOurs;

    /** @param answers told when the wait for the answer begins */
    Sending(
            PreparedRequest request,
            Consumer<Reception> then,
            LongSupplier nanos,
            int bodyBytesMax,
            Deadlines answers) {
        this.request = request;
        this.then = then;
        this.nanos = nanos;
        this.bodyBytesMax = bodyBytesMax;
        this.answers = answers;
    }

    @Override
    public boolean isOver() {
        return then == null;
    }

    /** @param released run once, when the connection may be lent again */
    void write(Link to, Runnable released) {
        link = to;
        release = released;
        to.http()
                .request(new RequestOptions()
                        .setMethod(request.method())
                        .setURI(request.target())
                        .setHeaders(request.headers()))
                .onComplete(this::writeTo, failure -> {
                    to.leave();
                    notSent(Why.UNREACHABLE, String.valueOf(failure.getMessage()));
                });
    }

    private void writeTo(HttpClientRequest stream) {
        if (isOver()) {
            // It timed out meanwhile: nothing was written yet, so the stream is given back.
            stream.reset();
            release();
            return;
        }
        http = stream;
        // Failures come with the response's future; without a handler they would be logged, too.
        stream.exceptionHandler(failure -> {});
        stream.response().onComplete(this::head, this::fail);
        written = true;
        sentNanos = nanos.getAsLong();
        answers.add(this);
        if (request.body().length() > 0) {
            stream.end(request.body());
        } else {
            stream.end();
        }
    }

    private void head(HttpClientResponse response) {
        response.exceptionHandler(this::fail);
        response.handler(this::chunk);
        response.endHandler(end -> {
            if (isOver()) {
                return;
            }
            if ("close".equalsIgnoreCase(response.headers().get(HttpHeaders.CONNECTION))) {
                link.leave();
            }
            end(new Answered(sentNanos, nanos.getAsLong(), response.statusCode(), response.headers(), body));
        });
    }

    private void chunk(Buffer chunk) {
        if (isOver()) {
            return;
        }
        if (body.length() + chunk.length() > bodyBytesMax) {
            cut("the answer is longer than " + bodyBytesMax + " bytes");
        } else if (body.length() == 0) {
            body = chunk;
        } else {
            if (!bodyIsOurs) {
                // The first chunk is not ours to append to.
                body = body.copy();
                bodyIsOurs = true;
            }
            body.appendBuffer(chunk);
        }
    }

    @Override
    public void timeOut() {
        breakOff(new TimedOut(sentNanos, nanos.getAsLong()));
    }

    /** As one that waits for a connection, which may take too long, too. */
    Deadlines.Timed asWaiting() {
        return new Deadlines.Timed() {
            @Override
            public boolean isOver() {
                return written || Sending.this.isOver();
            }

            @Override
            public void timeOut() {
                notSent(Why.OWN_LIMIT, "no connection became free in time");
            }
        };
    }

    void cut(String reason) {
        if (written) {
            breakOff(new CutOff(sentNanos, nanos.getAsLong(), reason));
        } else {
            notSent(Why.STOPPED, reason);
        }
    }

    void notSent(Why why, String reason) {
        if (!isOver()) {
            long now = nanos.getAsLong();
            end(new NotSent(now, now, why, reason));
        }
    }

    private void fail(Throwable failure) {
        if (!isOver()) {
            link.broke();
            end(new CutOff(sentNanos, nanos.getAsLong(), String.valueOf(failure.getMessage())));
        }
    }

    /** Ends the stream, and with HTTP/1.1 the connection. */
    private void breakOff(Reception reception) {
        if (isOver()) {
            return;
        }
        link.broke();
        end(reception);
        http.reset();
    }

    private void end(Reception reception) {
        Consumer<Reception> hears = then;
        then = null;
        body = NOTHING;
        release();
        hears.accept(reception);
    }

    private void release() {
        if (release != null) {
            release.run();
            release = null;
        }
    }
}

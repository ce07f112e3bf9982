package dev.cellmesh.load.selftest;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A server that answers at once, and on {@code POST /stall} does nothing at all for a second: one event loop serves everybody, and
 * it is blocked. In a process of its own, which ends with its parent.
 */
public final class TargetServer {
    static final long STALL_NANOS = TimeUnit.SECONDS.toNanos(1);
    static final String PORT = "port ";

    private static final Buffer BODY = Buffer.buffer("Hello, world!");
    private static final int BACKLOG = 4096;

    private TargetServer() {}

    /** Prints its port. */
    public static void main(String[] arguments) throws IOException {
        Vertx vertx = Vertx.vertx(new VertxOptions()
                .setPreferNativeTransport(true)
                .setEventLoopPoolSize(1)
                .setBlockedThreadCheckInterval(TimeUnit.HOURS.toMillis(1)));
        HttpServer server = vertx.createHttpServer(new HttpServerOptions().setAcceptBacklog(BACKLOG))
                .requestHandler(TargetServer::answer)
                .listen(0, "127.0.0.1")
                .await();
        System.out.println(PORT + server.actualPort());
        // The parent's end closes it.
        System.in.transferTo(OutputStream.nullOutputStream());
        vertx.close().await();
    }

    private static void answer(HttpServerRequest request) {
        request.response().end(request.method().equals(HttpMethod.POST) ? stall() : BODY);
    }

    /** Says how long it really was: a busy machine makes it longer. */
    private static Buffer stall() {
        long began = System.nanoTime();
        for (long left = STALL_NANOS; left > 0; left = began + STALL_NANOS - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        return Buffer.buffer(Long.toString(System.nanoTime() - began));
    }
}

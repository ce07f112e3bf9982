package dev.cellmesh.runtime.http;

import dev.cellmesh.runtime.problem.Problem;
import dev.cellmesh.runtime.problem.ProblemType;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * What keeps bad clients from using a server up? Makes HTTP/1.1 servers that bound the number of connections, their
 * headers in size and time, and their silence, and that answer what cannot be read with a problem document. Every server
 * that tenants, administrators or edges come to is made by one. To be used on one event loop.
 */
public final class ServerGuard {
    /** Each limit in time may be overdrawn by one sweep. */
    private static final int SWEEPS_PER_LIMIT = 10;

    private final Vertx vertx;
    private final SocketLimits limits;
    private final LongSupplier nanoClock;
    private final Lingering lingering;
    private final Map<HttpConnection, Watched> connections = new HashMap<>();
    private final Counter refused;
    private final long sweepTimer;

    private static final class Watched {
        private long quietSinceNanos;
        private HttpServerResponse latest;

        private Watched(long nowNanos) {
            this.quietSinceNanos = nowNanos;
        }
    }

    public ServerGuard(Vertx vertx, SocketLimits limits, LongSupplier nanoClock, MeterRegistry meters) {
        this.vertx = vertx;
        this.limits = limits;
        this.nanoClock = nanoClock;
        this.lingering = new Lingering(vertx, limits.lingerMillisMax());
        Gauge.builder("cellmesh.connections.open", connections, Map::size)
                .description("Connections that clients have open to the node's server")
                .strongReference(true)
                .register(meters);
        this.refused = Counter.builder("cellmesh.connections.refused")
                .description("Connections that were closed at once, since as many were open as may be")
                .register(meters);
        int shortestMillis = Math.min(limits.headerMillisMax(), limits.keepAliveMillisMax());
        this.sweepTimer = vertx.setPeriodic(Math.max(1, shortestMillis / SWEEPS_PER_LIMIT), id -> sweep());
    }

    /** A server that does not listen yet. Its handler gets only requests whose framing leaves no doubt. */
    public HttpServer guard(Handler<HttpServerRequest> handler) {
        HttpServerOptions options = new HttpServerOptions()
                .setMaxInitialLineLength(limits.startLineBytesMax())
                .setMaxHeaderSize(limits.headerBytesMax())
                .setIdleTimeout(limits.idleMillisMax())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setHttp2ClearTextEnabled(false)
                // No server here speaks WebSocket: each connection and request would pass its handlers in vain.
                .setPerFrameWebSocketCompressionSupported(false)
                .setPerMessageWebSocketCompressionSupported(false);
        return vertx.createHttpServer(options)
                .connectionHandler(connection -> accept(connection, options))
                .invalidRequestHandler(this::refuseInvalid)
                .requestHandler(request -> {
                    watch(request);
                    Optional<String> fault =
                            RequestFraming.faultOf(request.version(), request.uri(), request.headers());
                    if (fault.isPresent()) {
                        refuse(request, Problem.of(ProblemType.MALFORMED_REQUEST, fault.get()));
                    } else {
                        handler.handle(request);
                    }
                });
    }

    /** How the handler is to end answers that may come before their requests have ended. */
    public Lingering lingering() {
        return lingering;
    }

    /** Ends the watch; the servers are closed by who listens with them. */
    public void close() {
        vertx.cancelTimer(sweepTimer);
    }

    private void accept(HttpConnection connection, HttpServerOptions options) {
        if (connections.size() >= limits.connectionsMax()) {
            refused.increment();
            connection.close();
            return;
        }
        connections.put(connection, new Watched(nanoClock.getAsLong()));
        connection.closeHandler(closed -> connections.remove(connection));
        if (connection instanceof ConnectionBase base) {
            base.channel().pipeline().replace("httpDecoder", "httpDecoder", new StrictRequestDecoder(options));
        }
    }

    private void watch(HttpServerRequest request) {
        Watched watched = connections.get(request.connection());
        if (watched != null) {
            watched.latest = request.response();
            watched.quietSinceNanos = nanoClock.getAsLong();
        }
    }

    private void sweep() {
        long nowNanos = nanoClock.getAsLong();
        for (Map.Entry<HttpConnection, Watched> entry : List.copyOf(connections.entrySet())) {
            Watched watched = entry.getValue();
            int limitMillis = watched.latest == null ? limits.headerMillisMax() : limits.keepAliveMillisMax();
            if (watched.latest != null && !watched.latest.ended()) {
                watched.quietSinceNanos = nowNanos;
            } else if (nowNanos - watched.quietSinceNanos > TimeUnit.MILLISECONDS.toNanos(limitMillis)) {
                entry.getKey().close();
            }
        }
    }

    private void refuseInvalid(HttpServerRequest request) {
        watch(request);
        if (request.connection() instanceof ConnectionBase base) {
            base.channel().pipeline().addFirst(new LingeringClose(limits.lingerMillisMax()));
        }
        refuse(request, problemOf(request.decoderResult().cause()));
    }

    private Problem problemOf(Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return Problem.of(
                    ProblemType.URI_TOO_LONG, "The first line may have " + limits.startLineBytesMax() + " bytes.");
        }
        if (cause instanceof TooLongHttpHeaderException) {
            return Problem.of(
                    ProblemType.HEADERS_TOO_LARGE,
                    "The headers may have " + limits.headerBytesMax() + " bytes together.");
        }
        return Problem.of(ProblemType.MALFORMED_REQUEST, "This is not HTTP/1.1.");
    }

    private void refuse(HttpServerRequest request, Problem problem) {
        request.response()
                .setStatusCode(problem.type().status())
                .putHeader(HttpHeaders.CONTENT_TYPE, Problem.CONTENT_TYPE)
                .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        lingering.end(request, problem.toJson().toBuffer());
    }
}

package dev.cellmesh.runtime.http;

import dev.cellmesh.runtime.node.Endpoint;
import dev.cellmesh.runtime.problem.Problem;
import dev.cellmesh.runtime.problem.ProblemType;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * How much of a server may one client use up? Makes servers that keep to it: sizes are judged by the parser, and a connection
 * that does not get a request's head across in time is closed, however busily it drips.
 *
 * @param bodyBytesMax 413 beyond
 * @param bodyTime 408 when the body takes longer
 * @param headTime from the start of a connection to the end of its first request's head
 * @param keepAliveTime from the end of an answer to the end of the next request's head; so it bounds idle connections, too
 */
public record ServerLimits(int bodyBytesMax, Duration bodyTime, Duration headTime, Duration keepAliveTime) {
    /**
     * Bodies of single entities have a few kilobytes at most. Edges keep their connections for 45 s, so that a cell keeps
     * them longer.
     */
    public static final ServerLimits SERVICE =
            new ServerLimits(64 * 1024, Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofMinutes(1));

    /** A bearer token, a key, a trace and room. */
    private static final int HEADER_BYTES_MAX = 16 * 1024;

    /** About 10 KiB each: 40 MiB. Edges share a few, so only strangers open many. */
    private static final int CONNECTIONS_MAX = 4_000;

    private static final int LINE_BYTES_MAX = 4 * 1024;

    /** A server that keeps to the limits, one event loop's; call {@code listen} on it. */
    public HttpServer serve(Vertx vertx, Endpoint listen, Handler<HttpServerRequest> handler) {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(listen.host())
                .setPort(listen.port())
                .setMaxHeaderSize(HEADER_BYTES_MAX)
                .setMaxInitialLineLength(LINE_BYTES_MAX)
                .setHttp2ClearTextEnabled(false);
        Heads heads = new Heads(vertx, headTime.toMillis(), keepAliveTime.toMillis());
        return vertx.createHttpServer(options)
                .connectionHandler(heads::opened)
                .invalidRequestHandler(ServerLimits::refuse)
                .requestHandler(request -> {
                    heads.arrived(request);
                    handler.handle(request);
                });
    }

    private static void refuse(HttpServerRequest request) {
        Problem problem = problemOf(request.decoderResult().cause());
        request.response()
                .setStatusCode(problem.type().status())
                .putHeader("Content-Type", Problem.CONTENT_TYPE)
                .putHeader("Connection", "close")
                .end(problem.toJson().toBuffer())
                .onComplete(sent -> request.connection().close());
    }

    private static Problem problemOf(Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return Problem.of(ProblemType.URI_TOO_LONG, "The first line has at most " + LINE_BYTES_MAX + " bytes.");
        }
        if (cause instanceof TooLongHttpHeaderException) {
            return Problem.of(
                    ProblemType.HEADERS_TOO_LARGE, "The headers have at most " + HEADER_BYTES_MAX + " bytes together.");
        }
        return Problem.of(ProblemType.MALFORMED_REQUEST, "This is not HTTP.");
    }

    /** Which connections still owe a request's head? A timer for each that has no request in flight. */
    private static final class Heads {
        private static final long NONE = -1;

        private final Vertx vertx;
        private final long headMillis;
        private final long keepAliveMillis;
        private final Map<HttpConnection, State> states = new HashMap<>();

        private static final class State {
            private long timer = NONE;
            private int inFlight;
        }

        Heads(Vertx vertx, long headMillis, long keepAliveMillis) {
            this.vertx = vertx;
            this.headMillis = headMillis;
            this.keepAliveMillis = keepAliveMillis;
        }

        void opened(HttpConnection connection) {
            if (states.size() >= CONNECTIONS_MAX) {
                connection.close();
                return;
            }
            State state = new State();
            states.put(connection, state);
            arm(connection, state, headMillis);
            connection.closeHandler(closed -> {
                disarm(state);
                states.remove(connection);
            });
        }

        void arrived(HttpServerRequest request) {
            State state = states.get(request.connection());
            if (state == null) {
                return;
            }
            disarm(state);
            state.inFlight++;
            request.response().endHandler(end -> {
                state.inFlight--;
                if (state.inFlight == 0 && states.containsKey(request.connection())) {
                    arm(request.connection(), state, keepAliveMillis);
                }
            });
        }

        private void arm(HttpConnection connection, State state, long millis) {
            state.timer = vertx.setTimer(millis, id -> connection.close());
        }

        private void disarm(State state) {
            if (state.timer != NONE) {
                vertx.cancelTimer(state.timer);
                state.timer = NONE;
            }
        }
    }
}

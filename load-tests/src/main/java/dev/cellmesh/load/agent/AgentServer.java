package dev.cellmesh.load.agent;

import dev.cellmesh.load.agent.Messages.Order;
import dev.cellmesh.load.agent.Messages.Problem;
import dev.cellmesh.load.agent.Messages.Start;
import dev.cellmesh.load.agent.Messages.Stop;
import dev.cellmesh.load.record.Hlog;
import dev.cellmesh.load.run.Progress;
import dev.cellmesh.load.run.ScenarioRun;
import dev.cellmesh.load.scenario.Scenario;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Sends load for somebody else: takes a scenario and a part of it, runs that part, and gives its recording back as logs. One run
 * at a time. A run that nobody asks about any more is stopped, so that no load is left without somebody who watches it.
 *
 * <pre>
 * POST   /v1/runs                          {@link Messages.Order}, 201 and its status; 409 while another one runs
 * GET    /v1/runs/{id}                     {@link Messages.Status}
 * POST   /v1/runs/{id}/start               {@link Messages.Start}, 409 when it is not ready
 * POST   /v1/runs/{id}/stop                {@link Messages.Stop}
 * GET    /v1/runs/{id}/result              {@link Messages.Rest}, 409 before its end
 * GET    /v1/runs/{id}/recording/{file}    one of {@link Hlog#files}
 * </pre>
 */
public final class AgentServer implements AutoCloseable {
    /** What is run: {@link ScenarioRun#of}, or what a test puts in its place. */
    public interface Runs {
        ScenarioRun of(Vertx vertx, Scenario scenario, long seed, Progress progress);
    }

    private static final String RUNS = "/" + Messages.VERSION + "/runs";
    private static final int SMALL_BODY_BYTES_MAX = 16 << 10;
    private static final int IDLE_SECONDS_MAX = 60;

    private final AgentOptions options;
    private final Desk desk;
    private final HttpServer server;

    private AgentServer(Vertx vertx, AgentOptions options, Runs runs) {
        this.options = options;
        this.desk = new Desk(vertx, options.patience(), runs);
        this.server = vertx.createHttpServer(new HttpServerOptions()
                        .setHost(options.host())
                        .setPort(options.port())
                        .setIdleTimeout(IDLE_SECONDS_MAX)
                        .setIdleTimeoutUnit(TimeUnit.SECONDS))
                .requestHandler(this::answer);
    }

    /** Listens when the future is done; fails when it cannot. */
    public static Future<AgentServer> start(Vertx vertx, AgentOptions options) {
        return start(vertx, options, ScenarioRun::of);
    }

    public static Future<AgentServer> start(Vertx vertx, AgentOptions options, Runs runs) {
        AgentServer agent = new AgentServer(vertx, options, runs);
        return agent.server.listen().map(agent);
    }

    public int port() {
        return server.actualPort();
    }

    /** Stops what runs, and listens no more. */
    @Override
    public void close() {
        desk.close();
        server.close();
    }

    private void answer(HttpServerRequest request) {
        if (!isAllowed(request)) {
            refuseUnread(request, 401, "this agent needs its token");
            return;
        }
        String path = request.path();
        if (path.equals(RUNS)) {
            if (!request.method().equals(HttpMethod.POST)) {
                refuseUnread(request, 405, "an order is posted");
                return;
            }
            order(request);
            return;
        }
        List<String> parts = path.startsWith(RUNS + "/")
                ? List.of(path.substring(RUNS.length() + 1).split("/", -1))
                : List.of();
        Job job = parts.isEmpty() ? null : desk.find(parts.getFirst());
        if (job == null) {
            refuseUnread(request, 404, "there is no such run");
            return;
        }
        String what = request.method() + " " + String.join("/", parts.subList(1, parts.size()));
        switch (what.strip()) {
            case "GET" -> reply(request, 200, job.status());
            case "GET result" -> result(request, job);
            case "POST start" ->
                body(request, SMALL_BODY_BYTES_MAX, body -> {
                    if (job.startIn(Messages.read(body, Start.class).inMillis())) {
                        reply(request, 202, job.status());
                    } else {
                        refuse(
                                request,
                                409,
                                "the run is not ready to start: " + job.status().state());
                    }
                });
            case "POST stop" ->
                body(request, SMALL_BODY_BYTES_MAX, body -> {
                    job.stop(Messages.read(body, Stop.class).why());
                    reply(request, 202, job.status());
                });
            default -> recording(request, job, what);
        }
    }

    private void order(HttpServerRequest request) {
        body(request, Messages.ORDER_BYTES_MAX, body -> {
            Order order = Messages.read(body, Order.class);
            desk.take(order).onComplete(taken -> {
                if (taken.succeeded()) {
                    reply(request, 201, taken.result().status());
                    return;
                }
                switch (taken.cause()) {
                    case Desk.Busy busy -> refuse(request, 409, busy.getMessage());
                    case IllegalArgumentException wrong -> refuse(request, 400, wrong.getMessage());
                    case Throwable bug -> refuse(request, 500, bug.toString());
                }
            });
        });
    }

    private static void result(HttpServerRequest request, Job job) {
        Messages.Rest rest = job.rest();
        if (rest == null || !job.isOver()) {
            refuseUnread(request, 409, "the run has no result: " + job.status().state());
        } else {
            reply(request, 200, rest);
        }
    }

    private static void recording(HttpServerRequest request, Job job, String what) {
        String file = what.substring(what.lastIndexOf('/') + 1);
        // Nothing but these names, so that no path leads elsewhere.
        if (!what.equals("GET recording/" + file) || !Hlog.files().contains(file)) {
            refuseUnread(request, 404, "there is no such part of a run");
        } else if (!job.isOver() || job.rest() == null) {
            refuseUnread(
                    request, 409, "the run has no recording: " + job.status().state());
        } else {
            request.response()
                    .sendFile(job.folder().resolve(file).toString())
                    .onFailure(gone -> request.connection().close());
        }
    }

    private boolean isAllowed(HttpServerRequest request) {
        if (options.token().isEmpty()) {
            return true;
        }
        String given = request.getHeader("Authorization");
        byte[] wanted = ("Bearer " + options.token().get()).getBytes(StandardCharsets.UTF_8);
        // In the same time wherever the first difference is.
        return given != null && MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), wanted);
    }

    private interface Body {
        /** May throw IllegalArgumentException for what is not understood. */
        void read(Buffer body);
    }

    private static void body(HttpServerRequest request, int bytesMax, Body then) {
        String type = request.getHeader("Content-Type");
        if (type == null || !type.startsWith("application/json")) {
            // A web page can make a browser post to localhost, but not with this type unless it is allowed to.
            refuseUnread(request, 415, "a body is application/json");
            return;
        }
        Buffer body = Buffer.buffer();
        request.handler(chunk -> {
            if (request.response().ended()) {
                return;
            }
            if (body.length() + chunk.length() > bytesMax) {
                // The rest of it is not worth reading.
                request.response().putHeader("Connection", "close");
                reply(request, 413, new Problem("a body has at most " + bytesMax + " bytes"));
                return;
            }
            body.appendBuffer(chunk);
        });
        request.endHandler(end -> {
            if (request.response().ended()) {
                return;
            }
            try {
                then.read(body);
            } catch (IllegalArgumentException wrong) {
                refuse(request, 400, wrong.getMessage());
            }
        });
    }

    /** Of a request whose body was not read. */
    private static void refuseUnread(HttpServerRequest request, int status, String title) {
        // After its last byte: a client that is answered while it still sends may wait forever with its next request.
        request.end().onComplete(read -> refuse(request, status, title));
    }

    private static void refuse(HttpServerRequest request, int status, String title) {
        reply(request, status, new Problem(title));
    }

    private static void reply(HttpServerRequest request, int status, Object message) {
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(Messages.write(message));
    }
}

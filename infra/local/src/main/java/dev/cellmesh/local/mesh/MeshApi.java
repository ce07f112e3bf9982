package dev.cellmesh.local.mesh;

import dev.cellmesh.runtime.node.Endpoint;
import dev.cellmesh.runtime.problem.Problem;
import dev.cellmesh.runtime.problem.ProblemType;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * How does a person, a script or a proof steer a running mesh? Status, tokens, killing and starting of nodes and databases,
 * and the links' conditions. It listens on this machine only, and only answers to a local name, so that no page in a
 * browser can reach it through a name of its own.
 */
final class MeshApi {
    private static final Set<String> HOSTS = Set.of("127.0.0.1", "localhost");
    private static final long BODY_BYTES_MAX = 16 << 10;
    private static final Duration TOKEN_VALID_DEFAULT = Duration.ofHours(1);
    private static final Duration TOKEN_VALID_MAX = Duration.ofDays(1);
    private static final int START_LIMIT_SECONDS = 10;

    private final Vertx vertx;
    private final Mesh mesh;
    private HttpServer server;

    MeshApi(Vertx vertx, Mesh mesh) {
        this.vertx = vertx;
        this.mesh = mesh;
    }

    void listen(Endpoint endpoint) throws Exception {
        Router router = Router.router(vertx);
        router.route().handler(MeshApi::onlyLocalNames).failureHandler(MeshApi::failed);
        router.route().handler(BodyHandler.create(false).setBodyLimit(BODY_BYTES_MAX));
        router.get("/status")
                .handler(context -> blocking(context, 200, () -> mesh.status().toJson()));
        router.post("/tokens").handler(this::mint);
        router.post("/nodes/:node/kill")
                .handler(context -> blocking(context, 204, () -> {
                    mesh.killNode(context.pathParam("node"));
                    return null;
                }));
        router.post("/nodes/:node/start")
                .handler(context -> blocking(context, 204, () -> {
                    mesh.startNode(context.pathParam("node"));
                    return null;
                }));
        router.post("/databases/:ring/:region/kill")
                .handler(context -> blocking(context, 204, () -> {
                    mesh.killDatabase(context.pathParam("ring"), context.pathParam("region"));
                    return null;
                }));
        router.post("/databases/:ring/:region/start")
                .handler(context -> blocking(context, 204, () -> {
                    mesh.startDatabase(context.pathParam("ring"), context.pathParam("region"));
                    return null;
                }));
        router.post("/databases/:ring/:region/pause-replay")
                .handler(context -> blocking(context, 204, () -> {
                    mesh.pauseReplay(context.pathParam("ring"), context.pathParam("region"), true);
                    return null;
                }));
        router.post("/databases/:ring/:region/resume-replay")
                .handler(context -> blocking(context, 204, () -> {
                    mesh.pauseReplay(context.pathParam("ring"), context.pathParam("region"), false);
                    return null;
                }));
        router.post("/databases/:ring/stall").handler(this::stall);
        router.post("/databases/:ring/end-waiting-commits")
                .handler(context -> blocking(
                        context,
                        200,
                        () -> new JsonObject()
                                .put("ended", mesh.endWaitingCommits(context.pathParam("ring")))
                                .encode()));
        mesh.mountLinks(router);
        router.errorHandler(
                ProblemType.UNKNOWN_PATH.status(),
                context -> problem(context, ProblemType.UNKNOWN_PATH, "nothing is served under this path"));
        router.errorHandler(
                ProblemType.METHOD_NOT_ALLOWED.status(),
                context -> problem(context, ProblemType.METHOD_NOT_ALLOWED, "the path knows another method"));
        server = vertx.createHttpServer(
                        new HttpServerOptions().setHost(endpoint.host()).setPort(endpoint.port()))
                .requestHandler(router)
                .listen()
                .await(START_LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    private static void onlyLocalNames(RoutingContext context) {
        var authority = context.request().authority();
        if (authority == null || !HOSTS.contains(authority.host())) {
            problem(context, ProblemType.MALFORMED_REQUEST, "call it as 127.0.0.1 or localhost");
        } else {
            context.next();
        }
    }

    private void mint(RoutingContext context) {
        JsonObject body;
        try {
            body = context.body().isEmpty() ? new JsonObject() : context.body().asJsonObject();
        } catch (RuntimeException e) {
            problem(context, ProblemType.MALFORMED_REQUEST, "the body is not a JSON object");
            return;
        }
        Set<String> roles = new TreeSet<>();
        JsonArray asked = body.getJsonArray("roles");
        if (asked != null) {
            asked.forEach(role -> roles.add(String.valueOf(role)));
        }
        Long validSeconds = body.getLong("validSeconds", TOKEN_VALID_DEFAULT.toSeconds());
        if (validSeconds == null || validSeconds < 1 || validSeconds > TOKEN_VALID_MAX.toSeconds()) {
            problem(context, ProblemType.MALFORMED_REQUEST, "a token is good for a second to a day");
            return;
        }
        Duration valid = Duration.ofSeconds(validSeconds);
        String token = mesh.mintToken(body.getString("subject", "tryout"), body.getString("tenant"), roles, valid);
        json(context, 201, new JsonObject().put("token", token).encode());
    }

    private void stall(RoutingContext context) {
        String service = context.queryParams().get("service");
        String millis = context.queryParams().get("millis");
        if (service == null || millis == null || !millis.matches("[1-9][0-9]{0,4}")) {
            problem(
                    context,
                    ProblemType.MALFORMED_REQUEST,
                    "name a service, and for how long: ?service=payments&millis=1 to 99999");
            return;
        }
        blocking(context, 204, () -> {
            mesh.stallDatabase(context.pathParam("ring"), service, Duration.ofMillis(Long.parseLong(millis)));
            return null;
        });
    }

    /** What starts and kills nodes blocks, and must not do so here. */
    private void blocking(RoutingContext context, int status, Callable<String> action) {
        Promise<String> done = Promise.promise();
        Thread.ofVirtual().name("mesh-api").start(() -> {
            try {
                done.complete(action.call());
            } catch (Exception e) {
                done.fail(e);
            }
        });
        Context loop = vertx.getOrCreateContext();
        done.future()
                .onComplete(outcome -> loop.runOnContext(nothing -> {
                    if (outcome.failed()) {
                        context.fail(outcome.cause());
                    } else if (outcome.result() == null) {
                        context.response().setStatusCode(status).end();
                    } else {
                        json(context, status, outcome.result());
                    }
                }));
    }

    private static void failed(RoutingContext context) {
        Throwable failure = context.failure();
        if (failure instanceof Mesh.UnknownPartException) {
            problem(context, ProblemType.UNKNOWN_ENTITY, failure.getMessage());
        } else if (context.statusCode() == 413) {
            problem(context, ProblemType.BODY_TOO_LARGE, "the body has at most " + BODY_BYTES_MAX + " bytes");
        } else if (failure instanceof ClassCastException) {
            problem(context, ProblemType.MALFORMED_REQUEST, "a member of the body has the wrong type");
        } else {
            problem(context, ProblemType.INTERNAL, String.valueOf(failure == null ? null : failure.getMessage()));
        }
    }

    private static void problem(RoutingContext context, ProblemType type, String detail) {
        context.response()
                .setStatusCode(type.status())
                .putHeader("Content-Type", Problem.CONTENT_TYPE)
                .end(Problem.of(type, detail).toJson().toBuffer());
    }

    private static void json(RoutingContext context, int status, String body) {
        context.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(body);
    }

    void close() {
        if (server != null) {
            server.close();
        }
    }
}

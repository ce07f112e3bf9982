package dev.cellmesh.local.baseline;

import dev.cellmesh.runtime.node.NodeConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.UUID;

/**
 * What would a service cost without cells? A bare Vert.x HTTP server and the SQL client, on one event loop as a node, with the
 * same two statements on the same database as the cell that it stands beside. For measurements only: it checks nobody's token.
 */
public final class BareServer implements AutoCloseable {
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");

    private final Vertx vertx;
    private final BareDatabase database;
    private final HttpServer server;

    private BareServer(Vertx vertx, BareDatabase database, HttpServer server) {
        this.vertx = vertx;
        this.database = database;
        this.server = server;
    }

    /**
     * Blocks until it listens on this machine alone.
     *
     * @param cell the configuration of the cell that it stands beside
     * @param port 0 for any free one
     */
    public static BareServer start(NodeConfig cell, int port) {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        try {
            BareDatabase database = BareDatabase.of(vertx, cell);
            long epoch = database.writerEpoch(cell.region()).await();
            BarePayments payments = new BarePayments(database, cell.region(), epoch);
            HttpServer server = vertx.createHttpServer()
                    .requestHandler(request -> serve(payments, request))
                    .listen(port, "127.0.0.1")
                    .await();
            return new BareServer(vertx, database, server);
        } catch (RuntimeException e) {
            vertx.close().await();
            throw e;
        }
    }

    public int port() {
        return server.actualPort();
    }

    /** {@code GET /v1/tenants/{tenant}/accounts/{account}} and {@code POST /v1/tenants/{tenant}/transfers}. */
    private static void serve(BarePayments payments, HttpServerRequest request) {
        String[] path = request.path().split("/", -1);
        if (request.method().equals(HttpMethod.GET) && path.length == 6 && path[4].equals("accounts")) {
            answer(request, payments.readAccount(path[3], path[5]));
        } else if (request.method().equals(HttpMethod.POST) && path.length == 5 && path[4].equals("transfers")) {
            String key = request.getHeader("Idempotency-Key");
            answer(
                    request,
                    request.body()
                            .compose(body -> payments.transfer(
                                    path[3], key == null ? UUID.randomUUID().toString() : key, new JsonObject(body))));
        } else {
            answer(request, Future.succeededFuture(new BarePayments.Answered(404, Buffer.buffer("{}"))));
        }
    }

    private static void answer(HttpServerRequest request, Future<BarePayments.Answered> answered) {
        HttpServerResponse response = request.response();
        answered.onSuccess(answer -> response.setStatusCode(answer.status())
                        .putHeader(HttpHeaders.CONTENT_TYPE, JSON)
                        .end(answer.body()))
                .onFailure(broken -> response.setStatusCode(500).end());
    }

    @Override
    public void close() {
        // Not in one chain: what belongs to the loop never hears that the loop has ended.
        server.close().eventually(database::close).await();
        vertx.close().await();
    }
}

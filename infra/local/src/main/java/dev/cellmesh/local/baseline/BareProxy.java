package dev.cellmesh.local.baseline;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.TenantId;
import dev.cellmesh.model.route.TenantRoute;
import dev.cellmesh.runtime.http.ServerGuard;
import dev.cellmesh.runtime.http.SocketLimits;
import dev.cellmesh.runtime.identity.Caller;
import dev.cellmesh.runtime.identity.TokenVerifier;
import dev.cellmesh.runtime.node.Endpoint;
import dev.cellmesh.runtime.node.NodeConfig;
import dev.cellmesh.runtime.node.NodeContext;
import dev.cellmesh.runtime.route.ControlPlaneRouteTable;
import dev.cellmesh.runtime.route.RouteTable;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.httpproxy.HttpProxy;
import io.vertx.httpproxy.OriginRequestProvider;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * What would an edge cost that is put together of a library? vertx-http-proxy with the edge's own filters before it: the same guard of
 * sockets, the same check of tokens, the same routes, and a cell by chance. It judges no cell, sends nothing again, and keeps no
 * answer. For measurements only.
 */
public final class BareProxy implements AutoCloseable {
    private static final long BODY_BYTES_MAX = 1 << 20;
    private static final int CONNECTIONS_PER_CELL_MAX = 128;
    private static final int WAITERS_PER_CELL_MAX = 512;
    private static final int KEEP_ALIVE_SECONDS = 240;
    private static final int CONNECT_MILLIS_MAX = 2_000;
    private static final int HEADER_BYTES_MAX = 32 << 10;
    /** Of {@code /v1/tenants/acme/accounts}, from its start. */
    private static final int TENANT_SEGMENT = 3;

    private static final String DEADLINE_MILLIS = "9000";
    private static final SocketLimits STRANGERS =
            new SocketLimits(10_000, 8_192, 16_384, 10_000, 30_000, 60_000, 5_000);

    private final Vertx vertx;
    private final int port;

    private BareProxy(Vertx vertx, int port) {
        this.vertx = vertx;
        this.port = port;
    }

    /**
     * Blocks until it listens on this machine alone, and knows the routes.
     *
     * @param edge the configuration of the edge that it stands beside
     * @param port 0 for any free one
     */
    public static BareProxy start(NodeConfig edge, int port) {
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        try {
            NodeContext node = new NodeContext(
                    edge, new SimpleMeterRegistry(), System::nanoTime, Clock.systemUTC(), new Random(1));
            Proxy proxy = new Proxy(node, port);
            vertx.deployVerticle(proxy).await();
            return new BareProxy(vertx, proxy.actualPort);
        } catch (RuntimeException e) {
            vertx.close().await();
            throw e;
        }
    }

    public int port() {
        return port;
    }

    @Override
    public void close() {
        vertx.close().await();
    }

    private static final class Proxy extends AbstractVerticle {
        private final NodeContext node;
        private final int port;
        private volatile int actualPort;
        private RouteTable routes;
        private TokenVerifier tokens;
        private HttpProxy proxy;

        Proxy(NodeContext node, int port) {
            this.node = node;
            this.port = port;
        }

        @Override
        public void start(Promise<Void> started) {
            routes = ControlPlaneRouteTable.start(vertx, node);
            tokens = new TokenVerifier(vertx, node.config().publicKeyPem(), node.wallClock());
            HttpClient client = vertx.createHttpClient(
                    new HttpClientOptions()
                            .setConnectTimeout(CONNECT_MILLIS_MAX)
                            .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                            .setMaxHeaderSize(HEADER_BYTES_MAX),
                    new PoolOptions()
                            .setHttp1MaxSize(CONNECTIONS_PER_CELL_MAX)
                            .setMaxWaitQueueSize(WAITERS_PER_CELL_MAX));
            proxy = HttpProxy.reverseProxy(client).origin(origin(client));
            ServerGuard guard = new ServerGuard(vertx, STRANGERS, node.nanoClock(), node.meters());
            guard.guard(this::handle)
                    .listen(port, "127.0.0.1")
                    .onSuccess(server -> actualPort = server.actualPort())
                    .compose(server -> routes.loaded())
                    .onComplete(started);
        }

        private OriginRequestProvider origin(HttpClient client) {
            return context -> {
                Endpoint cell = cellOf(tenant(context.request().getURI())).orElseThrow();
                context.request().headers().set("X-Request-Deadline", DEADLINE_MILLIS);
                context.request()
                        .headers()
                        .set(
                                RouteTable.EPOCH_HEADER,
                                Long.toString(routes.current().epoch()));
                return client.request(new RequestOptions().setHost(cell.host()).setPort(cell.port()));
            };
        }

        private void handle(HttpServerRequest request) {
            request.pause();
            String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
            if (length != null && Long.parseLong(length) > BODY_BYTES_MAX) {
                refuse(request, 413);
                return;
            }
            tokens.verify(request.getHeader(HttpHeaders.AUTHORIZATION))
                    .onSuccess(caller -> identified(request, caller));
        }

        private void identified(HttpServerRequest request, Optional<Caller> caller) {
            String tenant = tenant(request.uri());
            if (caller.isEmpty()) {
                refuse(request, 401);
            } else if (!caller.get().tenant().equals(Optional.of(tenant))) {
                refuse(request, 403);
            } else if (cellOf(tenant).isEmpty()) {
                refuse(request, 404);
            } else {
                proxy.handle(request);
            }
        }

        private static void refuse(HttpServerRequest request, int status) {
            request.response().setStatusCode(status).end();
            request.resume();
        }

        private static String tenant(String target) {
            String[] segments = target.split("/", TENANT_SEGMENT + 2);
            return segments.length > TENANT_SEGMENT ? segments[TENANT_SEGMENT] : "";
        }

        private Optional<Endpoint> cellOf(String tenant) {
            Optional<TenantRoute> route =
                    TenantId.isValid(tenant) ? routes.current().routeOf(new TenantId(tenant)) : Optional.empty();
            return route.map(found -> {
                List<CellId> cells = found.cellsIn(found.home());
                CellId cell = cells.get(node.random().nextInt(cells.size()));
                return node.config().cells().get(cell.toString());
            });
        }
    }
}

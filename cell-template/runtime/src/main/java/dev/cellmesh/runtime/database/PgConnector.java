package dev.cellmesh.runtime.database;

import io.netty.handler.flush.FlushConsolidationHandler;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.PromiseInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.impl.PgConnectionImpl;
import io.vertx.pgclient.impl.PgSocketConnection;
import io.vertx.sqlclient.impl.ConnectionFactoryBase;
import io.vertx.sqlclient.internal.Connection;
import io.vertx.sqlclient.internal.command.InitCommand;
import java.util.concurrent.TimeoutException;

/**
 * How is a connection opened, so that neither a dead server nor a silent path holds it for longer than it may? See
 * RATIONALE.md for why the client's own factory is not used.
 */
final class PgConnector {
    /** Above four round trips of the widest WAN (TCP, start-up, twice SCRAM) with jitter, far below a client's patience. */
    static final int CONNECT_MILLIS_MAX = 2_000;

    private static final int FLUSHES_MAX = 64;

    private final VertxInternal vertx;
    private final NetClient tcp;

    PgConnector(Vertx vertx) {
        this.vertx = (VertxInternal) vertx;
        this.tcp = vertx.createNetClient(new NetClientOptions()
                .setConnectTimeout(CONNECT_MILLIS_MAX)
                .setReconnectAttempts(0)
                .setTcpNoDelay(true)
                .setTcpKeepAlive(true));
    }

    /** Fails with a PgException when the server refused, and with anything else when it could not be reached. */
    Future<Wire> connect(PgConnectOptions options) {
        ContextInternal context = ConnectionFactoryBase.asEventLoopContext(vertx.getOrCreateContext());
        PromiseInternal<Wire> promise = context.promise();
        context.emit(nothing -> new Opening(options, context, promise).start());
        return promise.future();
    }

    Future<Void> close() {
        return tcp.close();
    }

    /** One attempt: bounded in time as a whole, and leaving no socket behind when its time is over. */
    private final class Opening {
        private final PgConnectOptions options;
        private final ContextInternal context;
        private final PromiseInternal<Wire> promise;
        private NetSocket socket;

        Opening(PgConnectOptions options, ContextInternal context, PromiseInternal<Wire> promise) {
            this.options = options;
            this.context = context;
            this.promise = promise;
        }

        void start() {
            long timer = vertx.setTimer(CONNECT_MILLIS_MAX, id -> fail(new TimeoutException("no connection in time")));
            promise.future().onComplete(done -> vertx.cancelTimer(timer));
            tcp.connect(options.getPort(), options.getHost())
                    .onSuccess(this::opened)
                    .onFailure(this::fail);
        }

        private void opened(NetSocket opened) {
            socket = opened;
            if (promise.future().isComplete()) {
                PgWire.closeNow(opened);
                return;
            }
            PgSocketConnection connection = new PgSocketConnection(
                    (NetSocketInternal) opened,
                    null,
                    options,
                    options.getCachePreparedStatements(),
                    options.getPreparedStatementCacheMaxSize(),
                    options.getPreparedStatementCacheSqlFilter(),
                    options.getPipeliningLimit(),
                    options.getUseLayer7Proxy(),
                    context);
            connection.init();
            // What is sent in one turn of the event loop leaves as one segment: a write and the question behind it.
            connection
                    .socket()
                    .channelHandlerContext()
                    .pipeline()
                    .addFirst(new FlushConsolidationHandler(FLUSHES_MAX, true));
            PromiseInternal<Connection> started = context.promise();
            connection.schedule(
                    new InitCommand(
                            connection,
                            options.getUser(),
                            options.getPassword(),
                            options.getDatabase(),
                            options.getProperties()),
                    started);
            started.future().onSuccess(ready -> started(connection)).onFailure(this::fail);
        }

        private void started(PgSocketConnection connection) {
            if (promise.future().isComplete() || !connection.isValid()) {
                fail(new TimeoutException("closed while it was being opened"));
                return;
            }
            PgConnectionImpl front = new PgConnectionImpl(null, context, connection);
            connection.init(front);
            promise.tryComplete(new PgWire(front, socket));
        }

        private void fail(Throwable cause) {
            promise.tryFail(cause);
            if (socket != null) {
                PgWire.closeNow(socket);
            }
        }
    }
}

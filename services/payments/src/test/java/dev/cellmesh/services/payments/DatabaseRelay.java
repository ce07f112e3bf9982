package dev.cellmesh.services.payments;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** How does a database go away? A relay in front of it that goes away, or falls silent, in its place. */
final class DatabaseRelay implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final NetClient client = vertx.createNetClient();
    private final List<NetSocket> sockets = new ArrayList<>();
    private NetServer server;
    private int port;
    private boolean silent;

    DatabaseRelay() {
        listen();
    }

    int port() {
        return port;
    }

    /** New connections are refused, and open ones are cut. */
    void cut() {
        server.close().await();
        onEventLoop(() -> {
            sockets.forEach(NetSocket::close);
            sockets.clear();
        });
    }

    void listen() {
        server = vertx.createNetServer(
                        new NetServerOptions().setHost("127.0.0.1").setPort(port))
                .connectHandler(this::relay);
        port = server.listen().await().actualPort();
    }

    /** Whatever is sent stays on its way. */
    void fallSilent() {
        onEventLoop(() -> {
            silent = true;
            sockets.forEach(NetSocket::pause);
        });
    }

    /** What stayed on its way arrives. */
    void speak() {
        onEventLoop(() -> {
            silent = false;
            sockets.forEach(NetSocket::resume);
        });
    }

    private void relay(NetSocket near) {
        near.pause();
        client.connect(Postgres.port(), "127.0.0.1").onComplete(connected -> {
            if (connected.failed()) {
                near.close();
                return;
            }
            NetSocket far = connected.result();
            sockets.add(near);
            sockets.add(far);
            near.handler(far::write);
            far.handler(near::write);
            near.closeHandler(closed -> far.close());
            far.closeHandler(closed -> near.close());
            if (silent) {
                far.pause();
            } else {
                near.resume();
            }
        });
    }

    /** There is one only, on which the handlers of all sockets run. */
    private void onEventLoop(Runnable change) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        vertx.runOnContext(nothing -> {
            change.run();
            done.complete(null);
        });
        done.join();
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}

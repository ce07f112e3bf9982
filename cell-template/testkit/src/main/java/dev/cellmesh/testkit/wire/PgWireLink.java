package dev.cellmesh.testkit.wire;

import dev.cellmesh.runtime.node.Endpoint;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * What does a client do when something goes wrong between it and its PostgreSQL server, at one chosen statement? Stands in front
 * of the server, understands the protocol, and spoils what it was told to. It looks at what a client asks in one go up to one
 * "ready for query"; when a client flushes in between, what it flushed goes through as it is. May be called from any thread.
 */
public final class PgWireLink {
    private static final String LOOPBACK = "127.0.0.1";

    private final Context context;
    private final Endpoint target;
    private final UnaryOperator<String> translation;
    private final Vertx vertx;
    private final NetClient client;
    private final List<WireTrap> traps = new CopyOnWriteArrayList<>();
    private final AtomicLong cancels = new AtomicLong();
    private final Set<WireConnection> connections = new HashSet<>();
    private NetServer server;
    private volatile int port;
    private boolean listening;
    private boolean silent;

    private PgWireLink(Vertx vertx, Endpoint target, UnaryOperator<String> translation) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.target = target;
        this.translation = translation;
        this.client = vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true));
    }

    /** Listens on a free port of the loopback address. */
    public static Future<PgWireLink> start(Vertx vertx, Endpoint target) {
        return start(vertx, target, UnaryOperator.identity());
    }

    /**
     * @param translation what the server gets to read for what the client says, so that a client may speak a dialect that the
     *     server does not know; statements are chosen by what the client says
     */
    public static Future<PgWireLink> start(Vertx vertx, Endpoint target, UnaryOperator<String> translation) {
        PgWireLink link = new PgWireLink(vertx, target, translation);
        return link.listen().map(link);
    }

    /** Where clients connect to instead of the server; stays the same. */
    public Endpoint endpoint() {
        return Endpoint.local(port);
    }

    /**
     * From now on, for every connection. When several are for the same time of a statement, the first one that was laid strikes;
     * all count.
     */
    public WireTrap on(WireChoice choice, WireFault fault) {
        WireTrap trap = new WireTrap(choice, fault);
        traps.add(trap);
        return trap;
    }

    /** No fault strikes any more, and what is held goes on. What was lost stays lost. */
    public void heal() {
        List<WireTrap> gone = List.copyOf(traps);
        traps.removeAll(gone);
        gone.forEach(WireTrap::release);
    }

    /** How often somebody asked the server to stop a statement. */
    public long cancels() {
        return cancels.get();
    }

    /** New connections are refused, and open ones are cut. */
    public Future<Void> cut() {
        return onContext(() -> {
            listening = false;
            return server.close().andThen((closed, failure) -> {
                List.copyOf(connections).forEach(WireConnection::cut);
                connections.clear();
            });
        });
    }

    /** Takes connections again. */
    public Future<Void> listen() {
        return onContext(() -> {
            listening = true;
            server = vertx.createNetServer(
                    new NetServerOptions().setTcpNoDelay(true).setHost(LOOPBACK).setPort(port));
            return server.connectHandler(this::accept).listen().map(bound -> {
                port = bound.actualPort();
                return null;
            });
        });
    }

    /** Whatever is sent stays on its way. */
    public Future<Void> fallSilent() {
        return onContext(() -> {
            silent = true;
            connections.forEach(WireConnection::fallSilent);
            return Future.succeededFuture();
        });
    }

    /** What stayed on its way arrives. */
    public Future<Void> speak() {
        return onContext(() -> {
            silent = false;
            connections.forEach(WireConnection::speak);
            return Future.succeededFuture();
        });
    }

    public Future<Void> close() {
        heal();
        return cut().eventually(client::close);
    }

    private void accept(NetSocket from) {
        from.pause();
        client.connect(target.port(), target.host())
                .onSuccess(to -> join(from, to))
                .onFailure(refused -> from.close());
    }

    private void join(NetSocket from, NetSocket to) {
        if (!listening) {
            from.close();
            to.close();
            return;
        }
        WireConnection connection =
                new WireConnection(context, from, to, translation, this::trap, cancels::incrementAndGet);
        connections.add(connection);
        connection.join(() -> connections.remove(connection));
        if (silent) {
            connection.fallSilent();
        }
    }

    /** Every trap counts, and one strikes. */
    private Optional<WireTrap> trap(PgRequest request) {
        WireTrap strikes = null;
        for (WireTrap each : traps) {
            boolean meets = each.meets(request);
            if (meets && strikes == null && !(each.fault() instanceof WireFault.Counted)) {
                strikes = each;
            }
        }
        return Optional.ofNullable(strikes);
    }

    private <T> Future<T> onContext(Supplier<Future<T>> action) {
        Promise<T> done = Promise.promise();
        context.runOnContext(nothing -> action.get().onComplete(done));
        return done.future();
    }
}

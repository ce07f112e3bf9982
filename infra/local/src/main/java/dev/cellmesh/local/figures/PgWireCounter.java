package dev.cellmesh.local.figures;

import dev.cellmesh.runtime.node.Endpoint;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * How many round trips does a client of a PostgreSQL server make? Stands in front of the server, hands every byte on, and
 * counts on the wire, where nothing can be forgotten or embellished. Counts may be read from any thread.
 */
public final class PgWireCounter {
    /**
     * What was seen so far?
     *
     * @param roundTrips see {@link PgRoundTrips}
     * @param statements implicit transactions in them
     */
    public record Count(long roundTrips, long statements) {
        public Count minus(Count earlier) {
            return new Count(roundTrips - earlier.roundTrips, statements - earlier.statements);
        }

        private Count plus(Count other) {
            return new Count(roundTrips + other.roundTrips, statements + other.statements);
        }
    }

    private static final Count NONE = new Count(0, 0);

    private final NetServer server;
    private final NetClient client;
    private final Endpoint target;
    private final Map<String, Adders> byApplication = new ConcurrentHashMap<>();

    private record Adders(LongAdder roundTrips, LongAdder statements) {
        Count count() {
            return new Count(roundTrips.sum(), statements.sum());
        }
    }

    private PgWireCounter(Vertx vertx, Endpoint target) {
        this.target = target;
        this.client = vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true));
        this.server = vertx.createNetServer(new NetServerOptions().setTcpNoDelay(true));
    }

    /** Listens on a free port of the loopback address. */
    public static Future<PgWireCounter> start(Vertx vertx, Endpoint target) {
        PgWireCounter counter = new PgWireCounter(vertx, target);
        return counter.server
                .connectHandler(counter::accept)
                .listen(0, "127.0.0.1")
                .map(counter);
    }

    /** Where clients connect to instead of the server. */
    public Endpoint endpoint() {
        return Endpoint.local(server.actualPort());
    }

    public Count total() {
        return byApplication.values().stream().map(Adders::count).reduce(NONE, Count::plus);
    }

    /** Of the clients that gave this {@code application_name}. */
    public Count of(String application) {
        Adders adders = byApplication.get(application);
        return adders == null ? NONE : adders.count();
    }

    public Future<Void> close() {
        return server.close().eventually(client::close);
    }

    private void accept(NetSocket from) {
        from.pause();
        client.connect(target.port(), target.host())
                .onSuccess(to -> new Pair(from, to).join())
                .onFailure(refused -> from.close());
    }

    /** One client and its connection to the server, on one event loop. */
    private final class Pair {
        private final NetSocket from;
        private final NetSocket to;
        private final PgRoundTrips seen = new PgRoundTrips();
        private long roundTrips;
        private long statements;

        Pair(NetSocket from, NetSocket to) {
            this.from = from;
            this.to = to;
        }

        void join() {
            from.handler(bytes -> {
                seen.clientSent(bytes);
                publish();
                pass(from, to, to.write(bytes));
            });
            to.handler(bytes -> {
                seen.serverSent(bytes);
                pass(to, from, from.write(bytes));
            });
            from.closeHandler(nothing -> to.close());
            to.closeHandler(nothing -> from.close());
            from.exceptionHandler(broken -> from.close());
            to.exceptionHandler(broken -> to.close());
            from.resume();
        }

        private void pass(NetSocket reader, NetSocket writer, Future<Void> written) {
            if (writer.writeQueueFull()) {
                reader.pause();
                writer.drainHandler(nothing -> reader.resume());
            }
            written.onFailure(broken -> reader.close());
        }

        private void publish() {
            long moreTrips = seen.roundTrips() - roundTrips;
            long moreStatements = seen.statements() - statements;
            if (moreTrips > 0 || moreStatements > 0) {
                Adders adders = byApplication.computeIfAbsent(
                        seen.application(), name -> new Adders(new LongAdder(), new LongAdder()));
                adders.roundTrips().add(moreTrips);
                adders.statements().add(moreStatements);
                roundTrips += moreTrips;
                statements += moreStatements;
            }
        }
    }
}

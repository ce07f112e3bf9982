package dev.cellmesh.runtime.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.TenantId;
import dev.cellmesh.runtime.database.ConnectionPool.Acquired;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ConnectionPoolTest {
    private static Vertx vertx;

    private final Deque<Promise<Wire>> openings = new ArrayDeque<>();
    private final List<FakeWire> wires = new ArrayList<>();
    private long nowNanos = 1;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stop() {
        vertx.close().await();
    }

    @Test
    void itOpensWhatIsMissingAndNoMore() {
        ConnectionPool pool = pool(2, 1, 10);
        List<Future<Acquired>> asked = List.of(ask(pool), ask(pool), ask(pool));

        assertThat(openings).hasSize(2);
        open();
        open();

        assertThat(asked.get(0).result()).isInstanceOf(Lease.class);
        assertThat(asked.get(1).result()).isInstanceOf(Lease.class);
        assertThat(asked.get(2).isComplete()).isFalse();
        ((Lease) asked.get(0).result()).release();
        assertThat(asked.get(2).result()).isInstanceOf(Lease.class);
    }

    @Test
    void theQueueHasAnEnd() {
        ConnectionPool pool = pool(1, 1, 1);
        ask(pool);

        assertThat(ask(pool).result()).isEqualTo(new Acquired.Refused(Refusal.OVERLOADED));
    }

    @Test
    void aServerThatRefusesIsUnreachableForAllWhoWaitAtOnce() {
        ConnectionPool pool = pool(1, 1, 10);
        List<Future<Acquired>> asked = List.of(ask(pool), ask(pool));

        openings.poll().fail(new ConnectException());

        assertThat(asked)
                .allSatisfy(each -> assertThat(each.result()).isEqualTo(new Acquired.Refused(Refusal.UNREACHABLE)));
        Future<Acquired> again = ask(pool);
        open();
        assertThat(again.result()).isInstanceOf(Lease.class);
    }

    @Test
    void aWrongPasswordIsABug() {
        ConnectionPool pool = pool(1, 1, 10);
        Future<Acquired> asked = ask(pool);

        openings.poll().fail(SqlStatesTest.error("FATAL", "28P01"));

        assertThat(asked.failed()).isTrue();
    }

    @Test
    void anOverdueConnectionIsGivenToNobody() {
        ConnectionPool pool = pool(1, 4, 10);
        Lease overdue = leased(pool);
        overdue.overdue(TimeUnit.MINUTES.toMillis(1));

        Future<Acquired> next = ask(pool);
        assertThat(next.isComplete()).isFalse();

        overdue.release();
        assertThat(next.result()).isInstanceOf(Lease.class);
    }

    @Test
    void aClosedConnectionIsReplacedWhenSomebodyWaits() {
        ConnectionPool pool = pool(1, 1, 10);
        leased(pool);
        Future<Acquired> next = ask(pool);
        assertThat(openings).isEmpty();

        wires.get(0).close();
        open();

        assertThat(next.result()).isInstanceOf(Lease.class);
        assertThat(((Lease) next.result()).wire()).isSameAs(wires.get(1));
    }

    @Test
    void idleConnectionsAreClosedAndBusyOnesAreNot() {
        ConnectionPool pool = pool(2, 1, 10);
        Lease idle = leased(pool);
        leased(pool);
        idle.release();

        nowNanos += TimeUnit.MILLISECONDS.toNanos(ConnectionPool.IDLE_MILLIS_MAX) + 1;
        pool.reap();

        assertThat(wires.get(0).open).isFalse();
        assertThat(wires.get(1).open).isTrue();
    }

    /** A socket closes in a later turn of the event loop; a write sent meanwhile would end as unknown. */
    @Test
    void aConnectionThatIsBeingClosedIsGivenToNobody() {
        ConnectionPool pool = pool(1, 1, 10);
        leased(pool).release();
        wires.get(0).closesLater = true;

        nowNanos += TimeUnit.MILLISECONDS.toNanos(ConnectionPool.IDLE_MILLIS_MAX) + 1;
        pool.reap();
        Future<Acquired> next = ask(pool);
        assertThat(next.isComplete()).isFalse();
        open();

        assertThat(((Lease) next.result()).wire()).isSameAs(wires.get(1));
    }

    @Test
    void anOldConnectionFinishesItsWorkAndIsClosed() {
        ConnectionPool pool = pool(1, 1, 10);
        Lease busy = leased(pool);

        nowNanos += TimeUnit.MILLISECONDS.toNanos(ConnectionPool.LIFETIME_MILLIS_MAX) + 1;
        pool.reap();
        assertThat(wires.get(0).open).isTrue();

        busy.release();
        assertThat(wires.get(0).open).isFalse();
    }

    @Test
    void whoIsAloneMayHoldAllAndWhoComesIsNext() {
        ConnectionPool pool = pool(2, 1, 10);
        List<Future<Acquired>> busy = List.of(ask(pool, "busy"), ask(pool, "busy"), ask(pool, "busy"));
        openAll();
        assertThat(busy).extracting(Future::isComplete).containsExactly(true, true, false);

        Future<Acquired> other = ask(pool, "other");
        release(busy.get(0));

        assertThat(other.isComplete()).isTrue();
        assertThat(busy.get(2).isComplete()).isFalse();
    }

    @Test
    void inCompanyTheLastConnectionsWaitForTheOthers() {
        ConnectionPool pool = pool(4, 1, 10);
        Future<Acquired> other = ask(pool, "other");
        List<Future<Acquired>> busy = List.of(ask(pool, "busy"), ask(pool, "busy"), ask(pool, "busy"));
        openAll();
        assertThat(busy).extracting(Future::isComplete).containsExactly(true, true, false);

        release(other);
        assertThat(busy.get(2).isComplete()).isFalse();
        assertThat(ask(pool, "other").isComplete()).isTrue();
        assertThat(ask(pool).isComplete()).as("the node's own").isTrue();

        release(busy.get(0));
        assertThat(busy.get(2).isComplete()).isTrue();
    }

    @Test
    void ofThoseWhoWaitTheTenantWithTheFewestIsNext() {
        ConnectionPool pool = pool(6, 1, 10);
        List<Future<Acquired>> held = new ArrayList<>();
        for (String tenant : List.of("busy", "busy", "busy", "other", "third", "third")) {
            held.add(ask(pool, tenant));
        }
        openAll();
        Future<Acquired> third = ask(pool, "third");
        Future<Acquired> other = ask(pool, "other");

        release(held.get(0));

        assertThat(third.isComplete()).isFalse();
        assertThat(other.isComplete()).isTrue();
    }

    private ConnectionPool pool(int connections, int depth, int waiters) {
        return new ConnectionPool(
                vertx,
                () -> {
                    Promise<Wire> opening = Promise.promise();
                    openings.add(opening);
                    return opening.future();
                },
                new ConnectionPool.Limits(connections, Math.max(1, connections / 2), depth, waiters, 2_000),
                () -> nowNanos,
                new Random(1));
    }

    private Future<Acquired> ask(ConnectionPool pool) {
        return pool.acquire(Deadline.in(Duration.ofMinutes(1), nowNanos));
    }

    private Future<Acquired> ask(ConnectionPool pool, String tenant) {
        return pool.acquire(Deadline.in(Duration.ofMinutes(1), nowNanos), Optional.of(new TenantId(tenant)));
    }

    private void openAll() {
        while (!openings.isEmpty()) {
            open();
        }
    }

    private static void release(Future<Acquired> asked) {
        ((Lease) asked.result()).release();
    }

    private Lease leased(ConnectionPool pool) {
        Future<Acquired> asked = ask(pool);
        open();
        return (Lease) asked.result();
    }

    private void open() {
        FakeWire wire = new FakeWire();
        wires.add(wire);
        openings.poll().complete(wire);
    }

    private static final class FakeWire implements Wire {
        private boolean open = true;
        private boolean closesLater;
        private Runnable closed = () -> {};

        @Override
        public Future<RowSet<Row>> prepared(String sql, Tuple parameters) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Future<RowSet<Row>> simple(String sql) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean tookBackTheQuorum() {
            return false;
        }

        @Override
        public boolean isOpen() {
            return open;
        }

        @Override
        public void onClose(Runnable closed) {
            this.closed = closed;
        }

        @Override
        public void close() {
            if (!closesLater) {
                open = false;
                closed.run();
            }
        }
    }
}

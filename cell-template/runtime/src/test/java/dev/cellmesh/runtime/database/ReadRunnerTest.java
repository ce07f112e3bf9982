package dev.cellmesh.runtime.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.consistency.ReadLevel;
import dev.cellmesh.model.consistency.RingId;
import dev.cellmesh.model.consistency.Served;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Is there time left for the next server when the nearest one is silent? The next one refuses here, which shows that it was asked. */
class ReadRunnerTest {
    private static final Region HOME = new Region("us-east1");
    private static final Duration DEADLINE = Duration.ofMillis(300);

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void stop() {
        vertx.close().await();
    }

    @Test
    void aSilentConnectionLeavesTimeForTheNextServer() throws Exception {
        assertThat(read(() -> Future.succeededFuture(new SilentWire())))
                .isEqualTo(new ReadOutcome.Unavailable(Refusal.UNREACHABLE));
    }

    @Test
    void aConnectionThatIsNeverOpenedLeavesTimeForTheNextServer() throws Exception {
        assertThat(read(() -> Promise.<Wire>promise().future()))
                .isEqualTo(new ReadOutcome.Unavailable(Refusal.UNREACHABLE));
    }

    private ReadOutcome read(Supplier<Future<Wire>> nearest) throws Exception {
        Promise<ReadOutcome> promise = Promise.promise();
        vertx.runOnContext(nothing -> {
            ReadRunner runner = new ReadRunner(vertx, System::nanoTime, new Random(1), 60_000);
            Read read = new Read(
                    RingId.of(HOME),
                    ReadLevel.EVENTUAL,
                    new SqlStatement("one", "SELECT 1"),
                    List.of(),
                    Deadline.in(DEADLINE, System.nanoTime()));
            runner.run(read, List.of(source(nearest), source(() -> Future.failedFuture(new ConnectException()))))
                    .onComplete(promise);
        });
        return promise.future().await(10, TimeUnit.SECONDS);
    }

    private ReadSource source(Supplier<Future<Wire>> opener) {
        ConnectionPool pool = new ConnectionPool(
                vertx, opener, new ConnectionPool.Limits(1, 1, 1, 8, 2_000), System::nanoTime, new Random(1));
        Served served = new Served(ReadLevel.EVENTUAL, HOME, Optional.empty(), Optional.empty());
        return new ReadSource(
                pool,
                "SELECT 1",
                Optional.empty(),
                Optional.empty(),
                (probe, elapsed, position) -> new ReadSource.Verdict.Good(served));
    }

    private static final class SilentWire implements Wire {
        @Override
        public Future<RowSet<Row>> prepared(String sql, Tuple parameters) {
            return Promise.<RowSet<Row>>promise().future();
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
            return true;
        }

        @Override
        public void onClose(Runnable closed) {}

        @Override
        public void close() {}
    }
}

package dev.cellmesh.services.payments;

import static dev.cellmesh.services.payments.CellFixture.newKey;
import static dev.cellmesh.services.payments.CellFixture.transfer;
import static dev.cellmesh.services.payments.CellFixture.transfers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cellmesh.runtime.problem.ProblemType;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Does no write of an old epoch come behind the change of the epoch, even when it was under way? */
class FenceIT {
    private static final int CLIENTS = 8;
    private static final int TRANSFERS = 400;
    private static final int BEFORE_THE_CHANGE = 100;

    private static final String SHARE = "SELECT epoch FROM writer_epoch FOR SHARE";
    private static final String CHANGE = "UPDATE writer_epoch SET epoch = 2";
    private static final String FAIR_CHANGE =
            "BEGIN; LOCK TABLE writer_epoch IN EXCLUSIVE MODE; " + CHANGE + "; COMMIT";

    @Test
    void nothingIsWrittenBehindTheChange() throws Exception {
        try (CellFixture fixture = new CellFixture();
                ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            String from = fixture.openAccount("EUR", 10_000);
            String to = fixture.openAccount("EUR", 0);
            AtomicInteger sent = new AtomicInteger();
            AtomicLong writtenAtTheChange = new AtomicLong();
            List<Future<HttpResponse<String>>> answers = new ArrayList<>();
            for (int i = 0; i < TRANSFERS; i++) {
                answers.add(clients.submit(() -> {
                    if (sent.incrementAndGet() == BEFORE_THE_CHANGE) {
                        fixture.execute(FAIR_CHANGE);
                        writtenAtTheChange.set(fixture.number("SELECT count(*) FROM transfer"));
                        return null;
                    }
                    return fixture.send(
                            fixture.post(transfers(), transfer(from, to, 1)).header("Idempotency-Key", newKey()));
                }));
            }
            int done = 0;
            int fenced = 0;
            for (Future<HttpResponse<String>> answer : answers) {
                HttpResponse<String> response = answer.get(60, TimeUnit.SECONDS);
                if (response == null) {
                    continue;
                }
                if (response.statusCode() == 201) {
                    done++;
                } else {
                    assertThat(new JsonObject(response.body()).getString("type"))
                            .isEqualTo(ProblemType.FENCED.uri());
                    fenced++;
                }
            }
            assertThat(done).isPositive();
            assertThat(fenced).isPositive();
            assertThat(fixture.number("SELECT count(*) FROM transfer")).isEqualTo(done);
            assertThat(writtenAtTheChange).hasValue(done);
            fixture.routes.writerEpoch(2);
            assertThat(fixture.write(transfers(), transfer(from, to, 1)).statusCode())
                    .isEqualTo(201);
        }
    }

    /**
     * The transfer began at the old epoch, and waits for an account. Either it holds the change up and happens before it, or the
     * change comes first and it is refused: to look at the epoch without locking it would let it happen behind.
     */
    @Test
    void aTransferThatWaitedForAnAccountDoesNotComeBehindTheChange() throws Exception {
        try (CellFixture fixture = new CellFixture();
                ExecutorService client = Executors.newSingleThreadExecutor()) {
            String from = fixture.openAccount("EUR", 10);
            String to = fixture.openAccount("EUR", 0);
            Future<HttpResponse<String>> answer;
            CompletableFuture<Void> change;
            long writtenBefore;
            try (Connection holder = begin(fixture, "SELECT balance FROM account FOR UPDATE")) {
                answer = client.submit(() -> fixture.write(transfers(), transfer(from, to, 1)));
                await(() -> lockWaiters(fixture) == 1);
                change = CompletableFuture.runAsync(() -> run(fixture, CHANGE));
                await(() -> change.isDone() || lockWaiters(fixture) == 2);
                writtenBefore = change.isDone() ? 0 : 1;
                holder.rollback();
            }
            change.get(60, TimeUnit.SECONDS);
            assertThat(answer.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(writtenBefore == 1 ? 201 : 503);
            assertThat(fixture.number("SELECT count(*) FROM transfer")).isEqualTo(writtenBefore);
        }
    }

    /** Many short writes that overlap would put the change off for as long as they come. */
    @Test
    void writesOvertakeAChangeThatLocksTheRowOnly() throws Exception {
        try (CellFixture fixture = new CellFixture();
                Connection early = begin(fixture, SHARE)) {
            CompletableFuture<Void> change = change(fixture, CHANGE);
            try (Connection late = begin(fixture, SHARE)) {
                early.rollback();
                assertThat(change).isNotDone();
                late.rollback();
            }
            change.get(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void noWriteOvertakesAChangeThatLocksTheTable() throws Exception {
        try (CellFixture fixture = new CellFixture();
                Connection early = begin(fixture, SHARE)) {
            CompletableFuture<Void> change = change(fixture, FAIR_CHANGE);
            assertThatThrownBy(() -> begin(fixture, "SET lock_timeout = '200ms'; " + SHARE))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            late -> assertThat(late.getSQLState()).isEqualTo("55P03"));
            early.rollback();
            change.get(60, TimeUnit.SECONDS);
        }
    }

    private static Connection begin(CellFixture fixture, String sql) throws SQLException {
        Connection connection = fixture.tables.getConnection();
        try (Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(sql);
            return connection;
        } catch (SQLException refused) {
            connection.close();
            throw refused;
        }
    }

    /** Under way, and waiting for those that hold the row. */
    private static CompletableFuture<Void> change(CellFixture fixture, String sql) throws Exception {
        CompletableFuture<Void> change = CompletableFuture.runAsync(() -> run(fixture, sql));
        await(() -> lockWaiters(fixture) > 0);
        return change;
    }

    private static void run(CellFixture fixture, String sql) {
        try {
            fixture.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long lockWaiters(CellFixture fixture) throws SQLException {
        return fixture.number("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                + " AND datname = current_database()");
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.call()) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.onSpinWait();
        }
    }
}

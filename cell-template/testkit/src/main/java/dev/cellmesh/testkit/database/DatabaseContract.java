package dev.cellmesh.testkit.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.consistency.Durability;
import dev.cellmesh.model.consistency.ReadLevel;
import dev.cellmesh.model.consistency.RingId;
import dev.cellmesh.runtime.database.DatabaseUse;
import dev.cellmesh.runtime.database.Databases;
import dev.cellmesh.runtime.database.Deadline;
import dev.cellmesh.runtime.database.Read;
import dev.cellmesh.runtime.database.ReadOutcome;
import dev.cellmesh.runtime.database.RegionalDatabase;
import dev.cellmesh.runtime.database.SqlStatement;
import dev.cellmesh.runtime.database.Write;
import dev.cellmesh.runtime.database.WriteOutcome;
import dev.cellmesh.runtime.node.DatabaseConfig;
import dev.cellmesh.runtime.node.DatabaseSizes;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** What do all contract classes of {@link RegionalDatabase} stand on: a table, statements on it, and calls that are waited for. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class DatabaseContract {
    /** Nothing here may take longer, on the slowest machine. */
    protected static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final long POLL_MILLIS = 20;

    protected static final SqlStatement PUT = named("put");
    protected static final SqlStatement GET = named("get");
    protected static final SqlStatement ADD = named("add");

    private Vertx vertx;
    private Context eventLoop;
    private final List<RegionalDatabase> opened = new ArrayList<>();
    private DatabaseUnderTest subject;

    /** Starts the database, or aborts with the reason why it cannot run here. */
    protected abstract DatabaseUnderTest start() throws Exception;

    @BeforeAll
    final void startAll() throws Exception {
        subject = start();
        vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        eventLoop = vertx.getOrCreateContext();
        for (String file : List.of("create_entry", "create_conflicts", "create_conflict")) {
            admin(named(file).text());
        }
        subject.placeTable("contract_entry");
        subject.awaitReplicas();
    }

    @AfterEach
    final void closeOpened() throws Exception {
        for (RegionalDatabase database : opened) {
            call(database::close);
        }
        opened.clear();
    }

    @AfterAll
    final void stopAll() throws Exception {
        if (vertx != null) {
            vertx.close().toCompletionStage().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
        if (subject != null) {
            subject.close();
        }
    }

    protected final DatabaseUnderTest subject() {
        return subject;
    }

    protected final RingId ring() {
        return RingId.of(subject.home());
    }

    /** With limits large enough not to matter. */
    protected final RegionalDatabase open(Region node) {
        return open(node, 4, 64, 10_000, 10_000);
    }

    protected final RegionalDatabase open(
            Region node, int connections, int waitQueueMax, int statementTimeoutMillis, int lockTimeoutMillis) {
        return open(node, subject.config(node), connections, waitQueueMax, statementTimeoutMillis, lockTimeoutMillis);
    }

    protected final RegionalDatabase open(
            Region node,
            DatabaseConfig from,
            int connections,
            int waitQueueMax,
            int statementTimeoutMillis,
            int lockTimeoutMillis) {
        DatabaseSizes sizes = DatabaseSizes.even(connections, waitQueueMax, statementTimeoutMillis, lockTimeoutMillis);
        RegionalDatabase database = call(() -> Future.succeededFuture(Databases.open(
                vertx,
                from,
                new DatabaseUse("contract", sizes),
                node,
                System::nanoTime,
                RandomGenerator.of("L64X128MixRandom"),
                new SimpleMeterRegistry())));
        opened.add(database);
        return database;
    }

    protected final WriteOutcome put(RegionalDatabase database, Durability durability, String id, long amount) {
        return await(put(database, durability, id, amount, PATIENCE));
    }

    protected final Future<WriteOutcome> put(
            RegionalDatabase database, Durability durability, String id, long amount, Duration deadline) {
        return write(database, durability, PUT, List.of(home(), id, amount), deadline);
    }

    protected final Future<WriteOutcome> write(
            RegionalDatabase database,
            Durability durability,
            SqlStatement sql,
            List<Object> parameters,
            Duration deadline) {
        return start(() -> database.write(new Write(ring(), durability, sql, parameters, in(deadline))));
    }

    protected final ReadOutcome get(RegionalDatabase database, ReadLevel level, String id) {
        return await(read(database, level, GET, List.of(home(), id), PATIENCE));
    }

    protected final Future<ReadOutcome> read(
            RegionalDatabase database, ReadLevel level, SqlStatement sql, List<Object> parameters, Duration deadline) {
        return start(() -> database.read(new Read(ring(), level, sql, parameters, in(deadline))));
    }

    /** Reads again until the condition holds. */
    protected final ReadOutcome.Rows eventually(
            RegionalDatabase database, ReadLevel level, String id, Predicate<ReadOutcome.Rows> condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            ReadOutcome outcome = get(database, level, id);
            if (outcome instanceof ReadOutcome.Rows rows && condition.test(rows)) {
                return rows;
            }
            assertThat(System.nanoTime()).as("still %s", outcome).isLessThan(end);
            pause();
        }
    }

    protected static WriteOutcome.Committed committed(WriteOutcome outcome) {
        assertThat(outcome).isInstanceOf(WriteOutcome.Committed.class);
        return (WriteOutcome.Committed) outcome;
    }

    protected static ReadOutcome.Rows rows(ReadOutcome outcome) {
        assertThat(outcome).isInstanceOf(ReadOutcome.Rows.class);
        return (ReadOutcome.Rows) outcome;
    }

    protected static boolean shows(ReadOutcome.Rows rows, long amount) {
        return rows.rows().size() == 1 && rows.rows().get(0).number("amount") == amount;
    }

    protected final String home() {
        return subject.home().name();
    }

    protected static String newId() {
        return UUID.randomUUID().toString();
    }

    protected final void admin(String sql) throws SQLException {
        try (Connection connection = subject.admin();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Another client's transaction holds the row until it is closed. */
    protected final Connection hold(String id) throws SQLException {
        Connection connection = subject.admin();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT amount FROM contract_entry WHERE home_region = '" + home() + "' AND id = '" + id
                    + "' FOR UPDATE");
        }
        return connection;
    }

    /** Calls on the event loop, as a cell does. */
    protected final <T> Future<T> start(Supplier<Future<T>> call) {
        Promise<T> promise = Promise.promise();
        eventLoop.runOnContext(nothing -> call.get().onComplete(promise));
        return promise.future();
    }

    protected final <T> T call(Supplier<Future<T>> call) {
        return await(start(call));
    }

    protected static <T> T await(Future<T> future) {
        try {
            return future.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            throw new AssertionError("no answer within " + PATIENCE, late);
        }
    }

    protected static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stop);
        }
    }

    protected static SqlStatement named(String file) {
        return SqlStatement.load(DatabaseContract.class, file);
    }

    private static Deadline in(Duration time) {
        return Deadline.in(time, System.nanoTime());
    }

    protected static List<Object> parameters(Object... values) {
        return new ArrayList<>(Arrays.asList(values));
    }
}

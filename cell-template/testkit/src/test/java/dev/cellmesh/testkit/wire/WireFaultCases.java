package dev.cellmesh.testkit.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.consistency.Durability;
import dev.cellmesh.model.consistency.ReadLevel;
import dev.cellmesh.runtime.database.ReadOutcome;
import dev.cellmesh.runtime.database.Refusal;
import dev.cellmesh.runtime.database.RegionalDatabase;
import dev.cellmesh.runtime.database.SqlStatement;
import dev.cellmesh.runtime.database.WriteOutcome;
import dev.cellmesh.testkit.database.DatabaseContract;
import dev.cellmesh.testkit.wire.WireFault.Point;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What do the tables of faults stand on: one row whose amount tells how often a write happened, and traps on the way to it. */
abstract class WireFaultCases extends DatabaseContract {
    /** Time to arrive on an open connection, and not for an answer that never comes. */
    protected static final Duration SHORT = Duration.ofSeconds(1);

    /** As the runtime has it: more tries would hide contention. */
    protected static final int TRIES_MAX = 5;
    /** Where there is another server to ask, or the connection broke. */
    protected static final int TRIES_PER_SOURCE_MAX = 2;

    protected static final Predicate<String> ADDING = ADD.text()::equals;
    protected static final Predicate<String> GETTING = text -> text.contains("FROM contract_entry");

    protected static final WireFault CUT_REQUEST = new WireFault.LostRequest();
    protected static final WireFault CUT_ANSWER = new WireFault.LostAnswer(WireFault.Loss.CUT);
    protected static final WireFault SILENT_ANSWER = new WireFault.LostAnswer(WireFault.Loss.SILENCE);
    /** In the words that make the client forget its plan. */
    protected static final WireFault STALE_PLAN = new WireFault.Refusal(
            new WireError("ERROR", "0A000", "cached plan must not change result type"), Point.BEFORE);

    private LinkedServer server;
    protected RegionalDatabase home;
    protected String id;

    protected abstract LinkedServer startServer() throws Exception;

    /** The question for a position. */
    protected abstract Predicate<String> position();

    /** Gets as {@link #GET} does, and does not tell its position itself. */
    protected SqlStatement asksPositionBehind() {
        return GET;
    }

    @Override
    protected LinkedServer start() throws Exception {
        server = startServer();
        return server;
    }

    /** One connection per use, so that it shows who keeps it busy; open before a fault is laid. */
    @BeforeEach
    final void openWarm() {
        home = open(subject().home(), 1, 8, 10_000, 10_000);
        id = newId();
        committed(put(home, Durability.LOCAL, id, 0));
        committed(await(add(PATIENCE)));
        assertAmount(1);
    }

    @AfterEach
    final void heal() {
        primary().heal();
        replica().heal();
        assertThat(primary().cancels() + replica().cancels())
                .as("nothing is ever cancelled")
                .isZero();
    }

    protected final PgWireLink primary() {
        return server.primary();
    }

    protected final PgWireLink replica() {
        return server.replica();
    }

    protected final Future<WriteOutcome> add(Duration deadline) {
        return write(home, Durability.LOCAL, ADD, List.of(home(), id, 1L), deadline);
    }

    protected final ReadOutcome strong() {
        return get(home, ReadLevel.STRONG, id);
    }

    protected final Future<ReadOutcome> strong(Duration deadline) {
        return read(home, ReadLevel.STRONG, GET, List.of(home(), id), deadline);
    }

    /** Asked of the server itself, past the links. */
    protected final void assertAmount(long expected) {
        assertThat(amount()).isEqualTo(expected);
    }

    protected final long amount() {
        try (var connection = server.admin();
                var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT amount FROM contract_entry WHERE id = '" + id + "'")) {
            row.next();
            return row.getLong(1);
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    protected static WireFault refusal(String severity, String sqlState, Point point) {
        return new WireFault.Refusal(new WireError(severity, sqlState, "made on the wire"), point);
    }

    protected static WireFault refusal(String sqlState) {
        return refusal("ERROR", sqlState, Point.BEFORE);
    }

    protected static void reached(CompletableFuture<Void> event) throws Exception {
        event.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    protected static WriteOutcome unavailable(Refusal why) {
        return new WriteOutcome.Unavailable(why);
    }

    protected static ReadOutcome unread(Refusal why) {
        return new ReadOutcome.Unavailable(why);
    }
}

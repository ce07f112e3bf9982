package dev.cellmesh.testkit.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cellmesh.model.consistency.Durability;
import dev.cellmesh.model.consistency.Position;
import dev.cellmesh.model.consistency.Position.ClockPosition;
import dev.cellmesh.model.consistency.Position.WalPosition;
import dev.cellmesh.model.consistency.ReadLevel;
import dev.cellmesh.runtime.database.ReadOutcome;
import dev.cellmesh.runtime.database.Refusal;
import dev.cellmesh.runtime.database.RegionalDatabase;
import dev.cellmesh.runtime.database.SqlRow;
import dev.cellmesh.runtime.database.SqlStatement;
import dev.cellmesh.runtime.database.WriteOutcome;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Does a database that nothing is wrong with keep what {@link RegionalDatabase} says? */
public abstract class RegionalDatabaseContract extends ReadLevelContract {
    private static final Duration SHORT = Duration.ofMillis(300);

    @ParameterizedTest
    @EnumSource(Durability.class)
    void aStrongReadSeesTheWriteBeforeIt(Durability durability) {
        RegionalDatabase home = open(subject().home());
        String id = newId();

        WriteOutcome.Committed written = committed(put(home, durability, id, 5));
        ReadOutcome.Rows read = rows(get(open(subject().remote()), ReadLevel.STRONG, id));

        assertThat(written.row().number("amount")).isEqualTo(5);
        assertThat(written.served().region()).isEqualTo(subject().home());
        assertThat(shows(read, 5)).isTrue();
        assertThat(read.served().level()).isEqualTo(ReadLevel.STRONG);
        assertThat(read.served().region()).isEqualTo(subject().home());
        assertThat(read.served().staleness()).contains(Duration.ZERO);
    }

    @Test
    void anEventualReadIsServedInTheNodesOwnRegionAndComesToShowTheWrite() {
        String id = newId();
        committed(put(open(subject().home()), Durability.QUORUM, id, 6));

        ReadOutcome.Rows read = eventually(open(subject().remote()), ReadLevel.EVENTUAL, id, rows -> shows(rows, 6));

        assertThat(read.served().level()).isEqualTo(ReadLevel.EVENTUAL);
        assertThat(read.served().region()).isEqualTo(subject().remote());
    }

    @Test
    void positionsGrowWithTheWrites() {
        RegionalDatabase home = open(subject().home());
        String id = newId();
        Position last = position(committed(put(home, Durability.LOCAL, id, 0)).served());
        for (int amount = 1; amount <= 20; amount++) {
            Position next =
                    position(committed(put(home, Durability.LOCAL, id, amount)).served());
            assertThat(isAfter(next, last)).as("%s after %s", next, last).isTrue();
            last = next;
        }
        Position read = position(rows(get(home, ReadLevel.STRONG, id)).served());
        assertThat(isAfter(last, read)).as("a read covers what it saw").isFalse();
    }

    @Test
    void aConflictIsRetriedAsAWholeAndHappensOnce() throws Exception {
        admin("SELECT setval('contract_conflicts', 1)");
        String id = newId();

        WriteOutcome outcome = await(write(
                open(subject().home()), Durability.LOCAL, named("conflict"), parameters(home(), id, 7L, 4L), PATIENCE));

        assertThat(committed(outcome).row().number("enough")).isEqualTo(4);
    }

    @Test
    void aConflictThatDoesNotEndIsContentionAndLeavesNothing() throws Exception {
        admin("SELECT setval('contract_conflicts', 1)");
        RegionalDatabase home = open(subject().home());
        String id = newId();

        WriteOutcome outcome = await(
                write(home, Durability.LOCAL, named("conflict"), parameters(home(), id, 7L, 1_000_000L), PATIENCE));

        assertThat(outcome).isEqualTo(new WriteOutcome.Unavailable(Refusal.CONTENDED));
        assertThat(rows(get(home, ReadLevel.STRONG, id)).rows()).isEmpty();
    }

    @Test
    void aWaitForARowIsBounded() throws Exception {
        RegionalDatabase home = open(subject().home(), 2, 8, 10_000, 100);
        String id = newId();
        committed(put(home, Durability.LOCAL, id, 1));
        try (Connection other = hold(id)) {
            assertThat(put(home, Durability.LOCAL, id, 2)).isEqualTo(new WriteOutcome.Unavailable(Refusal.CONTENDED));
            other.rollback();
        }
        assertThat(shows(rows(get(home, ReadLevel.STRONG, id)), 1)).isTrue();
    }

    @Test
    void theWaitQueueIsBounded() throws Exception {
        RegionalDatabase home = open(subject().home(), 1, 1, 10_000, 10_000);
        String id = newId();
        committed(put(home, Durability.LOCAL, id, 1));
        try (Connection other = hold(id)) {
            Future<WriteOutcome> sent = put(home, Durability.LOCAL, id, 2, PATIENCE);
            Future<WriteOutcome> waiting = put(home, Durability.LOCAL, newId(), 1, PATIENCE);

            assertThat(put(home, Durability.LOCAL, newId(), 1))
                    .isEqualTo(new WriteOutcome.Unavailable(Refusal.OVERLOADED));

            assertThat(sent.isComplete()).isFalse();
            other.rollback();
            committed(await(sent));
            committed(await(waiting));
        }
    }

    @Test
    void aDeadlineThatHasPassedSendsNothing() {
        RegionalDatabase home = open(subject().home());
        String id = newId();

        assertThat(await(put(home, Durability.LOCAL, id, 1, Duration.ofMillis(-1))))
                .isEqualTo(new WriteOutcome.Unavailable(Refusal.DEADLINE_EXCEEDED));
        assertThat(await(read(home, ReadLevel.STRONG, GET, List.of(home(), id), Duration.ofMillis(-1))))
                .isEqualTo(new ReadOutcome.Unavailable(Refusal.DEADLINE_EXCEEDED));
        assertThat(rows(get(home, ReadLevel.STRONG, id)).rows()).isEmpty();
    }

    @Test
    void aDeadlineThatPassesUnderwayLeavesTheOutcomeUnknownAndTheConnectionBusy() throws Exception {
        RegionalDatabase home = open(subject().home(), 1, 8, 10_000, 10_000);
        String id = newId();
        committed(put(home, Durability.LOCAL, id, 1));
        try (Connection other = hold(id)) {
            assertThat(await(put(home, Durability.LOCAL, id, 2, SHORT))).isInstanceOf(WriteOutcome.Unknown.class);
            assertThat(await(put(home, Durability.LOCAL, newId(), 1, SHORT)))
                    .isEqualTo(new WriteOutcome.Unavailable(Refusal.DEADLINE_EXCEEDED));
            other.rollback();
        }
        eventually(home, ReadLevel.STRONG, id, rows -> shows(rows, 2));
        committed(put(home, Durability.LOCAL, id, 3));
    }

    @Test
    void aReadStopsWaitingAtItsDeadline() {
        SqlStatement slow = new SqlStatement("contract/slow", "SELECT pg_sleep(2)::TEXT AS nothing");

        assertThat(await(read(open(subject().home()), ReadLevel.STRONG, slow, List.of(), SHORT)))
                .isEqualTo(new ReadOutcome.Unavailable(Refusal.DEADLINE_EXCEEDED));
    }

    @Test
    void whatIsWrongWithTheStatementIsABug() {
        RegionalDatabase home = open(subject().home());
        String id = newId();

        assertThatThrownBy(() -> put(home, Durability.LOCAL, id, -1)).isNotInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> await(
                        read(home, ReadLevel.STRONG, new SqlStatement("contract/bad", "SELEC"), List.of(), PATIENCE)))
                .isNotInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> await(read(home, ReadLevel.STRONG, GET, List.of(home()), PATIENCE)))
                .isNotInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> await(write(home, Durability.LOCAL, named("two_rows"), List.of(home(), id), PATIENCE)))
                .isNotInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> await(read(home, ReadLevel.STRONG, PUT, List.of(home(), id, 1L), PATIENCE)))
                .as("a read does not write")
                .isNotInstanceOf(AssertionError.class);
        committed(put(home, Durability.LOCAL, id, 1));
    }

    @Test
    void everyParameterComesBackAsItWas() {
        UUID uuid = UUID.randomUUID();
        OffsetDateTime time = OffsetDateTime.of(2026, 11, 21, 10, 30, 0, 123_456_000, ZoneOffset.UTC);
        List<Object> parameters = parameters(
                "text",
                Long.MAX_VALUE,
                true,
                uuid,
                time,
                new byte[] {0, -1, 7},
                new JsonObject().put("k", "v"),
                null,
                4);

        SqlRow row = rows(await(read(open(subject().home()), ReadLevel.STRONG, named("types"), parameters, PATIENCE)))
                .rows()
                .get(0);

        assertThat(row.text("t")).isEqualTo("text");
        assertThat(row.number("n")).isEqualTo(Long.MAX_VALUE);
        assertThat(row.flag("f")).isTrue();
        assertThat(row.uuid("u")).isEqualTo(uuid);
        assertThat(row.time("ts").toInstant()).isEqualTo(time.toInstant());
        assertThat(row.bytes("b")).containsExactly(0, -1, 7);
        assertThat(row.text("j")).isEqualTo("v");
        assertThat(row.text("nothing")).isNull();
        assertThat(row.number("i")).isEqualTo(4);
        assertThatThrownBy(() -> row.text("unknown")).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void manyAtOnceAreAllAnswered() {
        RegionalDatabase home = open(subject().home(), 4, 1_000, 10_000, 10_000);
        String id = newId();
        committed(put(home, Durability.LOCAL, id, 0));
        List<Future<WriteOutcome>> all = java.util.stream.IntStream.range(0, 200)
                .mapToObj(i -> write(home, Durability.LOCAL, ADD, List.of(home(), id, 1L), PATIENCE))
                .toList();

        all.forEach(each -> committed(await(each)));

        assertThat(shows(rows(get(home, ReadLevel.STRONG, id)), 200)).isTrue();
    }

    /** So that a client that was told that there is nothing reads on from there. */
    @Test
    void aStrongReadThatFindsNothingHasAPosition() {
        ReadOutcome.Rows nothing = rows(get(open(subject().home()), ReadLevel.STRONG, "nowhere"));
        assertThat(nothing.rows()).isEmpty();
        assertThat(nothing.served().position()).isPresent();
    }

    @Test
    void itIsReady() {
        assertThat(call(open(subject().home())::isReady)).isTrue();
    }

    private static boolean isAfter(Position later, Position earlier) {
        return switch (later) {
            case WalPosition wal ->
                wal.timeline() == ((WalPosition) earlier).timeline()
                        && Long.compareUnsigned(wal.lsn(), ((WalPosition) earlier).lsn()) > 0;
            case ClockPosition clock -> clock.timestamp().compareTo(((ClockPosition) earlier).timestamp()) > 0;
        };
    }
}

package dev.cellmesh.local.postgres;

import static dev.cellmesh.local.postgres.Rings.ASIA;
import static dev.cellmesh.local.postgres.Rings.EU;
import static dev.cellmesh.local.postgres.Rings.US;
import static dev.cellmesh.local.postgres.Rings.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.consistency.Durability;
import dev.cellmesh.model.consistency.Position;
import dev.cellmesh.model.consistency.Position.Snapshot;
import dev.cellmesh.model.consistency.Position.WalPosition;
import dev.cellmesh.model.consistency.ReadLevel;
import dev.cellmesh.runtime.database.ReadOutcome;
import dev.cellmesh.runtime.database.Refusal;
import dev.cellmesh.runtime.database.RegionalDatabase;
import dev.cellmesh.runtime.database.WriteOutcome;
import dev.cellmesh.testkit.database.DatabaseContract;
import dev.cellmesh.testkit.database.DatabaseUnderTest;
import io.vertx.core.Future;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Does a client that reads one replica and then another server ever go back in time? A replica may show a commit that its primary
 * has not acknowledged, and does not show itself yet.
 */
class CausalReadsIT extends DatabaseContract {
    private static final ReadLevel ANYTHING = new ReadLevel.Causal(Optional.empty());

    private RingUnderTest subject;
    private long stalled;

    @Override
    protected DatabaseUnderTest start() throws Exception {
        subject = new RingUnderTest(Rings.REGIONS);
        return subject;
    }

    @AfterEach
    void resume() throws Exception {
        if (stalled != 0) {
            RingUnderTest.signal("-CONT", stalled);
            stalled = 0;
        }
    }

    /** Commits wait for both standbys, and one of them does not hear of any. */
    private void stallAsia() throws Exception {
        try (Connection admin = subject.admin();
                Statement statement = admin.createStatement()) {
            statement.execute(
                    "ALTER SYSTEM SET synchronous_standby_names = 'ANY 2 (\"" + EU + "\", \"" + ASIA + "\")'");
            statement.execute("SELECT pg_reload_conf()");
        }
        subject.awaitReplicas();
        Rings.await(() ->
                value(subject.ring(), US, "SHOW synchronous_standby_names").startsWith("ANY 2"));
        stalled = subject.receiver(ASIA);
        RingUnderTest.signal("-STOP", stalled);
    }

    private String writeThatAllHave(RegionalDatabase home, RegionalDatabase... replicas) {
        String id = newId();
        committed(put(home, Durability.QUORUM, id, 1));
        for (RegionalDatabase replica : replicas) {
            eventually(replica, ReadLevel.EVENTUAL, id, rows -> shows(rows, 1));
        }
        return id;
    }

    private static WalPosition position(ReadOutcome.Rows rows) {
        return (WalPosition) rows.served().position().orElseThrow();
    }

    private static ReadLevel since(Position seen) {
        return new ReadLevel.Causal(Optional.of(seen));
    }

    @Test
    void whatAReplicaShowedIsNeverUnseenAtThePrimary() throws Exception {
        RegionalDatabase home = open(US);
        RegionalDatabase near = open(EU);
        RegionalDatabase far = open(ASIA);
        String id = writeThatAllHave(home, near, far);
        stallAsia();
        Future<WriteOutcome> write = put(home, Durability.QUORUM, id, 2, PATIENCE);

        ReadOutcome.Rows early = eventually(near, ANYTHING, id, rows -> shows(rows, 2));
        assertThat(early.served().level()).isEqualTo(ANYTHING);
        assertThat(early.served().region()).isEqualTo(EU);
        WalPosition seen = position(early);

        // The trap: the primary is past the position, and still shows the row of before.
        assertThat(write.isComplete()).isFalse();
        assertThat(shows(rows(get(home, ReadLevel.STRONG, id)), 1)).isTrue();
        WalPosition lsnAlone = new WalPosition(seen.ring(), seen.timeline(), seen.lsn());
        assertThat(shows(rows(get(home, since(lsnAlone), id)), 1)).isTrue();

        for (Region reader : List.of(US, ASIA)) {
            assertThat(get(open(reader), since(seen), id))
                    .isEqualTo(new ReadOutcome.Unavailable(Refusal.NOT_CAUGHT_UP));
            assertThat(get(open(reader), new ReadLevel.Session(seen), id))
                    .isEqualTo(new ReadOutcome.Unavailable(Refusal.NOT_CAUGHT_UP));
        }
        assertThat(shows(rows(get(near, since(seen), id)), 2)).isTrue();

        Future<ReadOutcome> waits = read(home, since(seen), GET, List.of(home(), id), PATIENCE);
        resume();
        committed(await(write));
        if (await(waits) instanceof ReadOutcome.Rows rows) {
            assertThat(shows(rows, 2)).isTrue();
        }
        assertThat(shows(rows(get(home, since(seen), id)), 2)).isTrue();
        eventually(far, since(seen), id, rows -> rows.served().region().equals(ASIA) && shows(rows, 2));
    }

    /** Otherwise each long transaction would hold up the reads of all who came from a replica. */
    @Test
    void whatRunsForLongAndWasNotSeenIsNotWaitedFor() throws Exception {
        RegionalDatabase home = open(US);
        RegionalDatabase near = open(EU);
        String id = writeThatAllHave(home, near);
        try (Connection running = subject.admin()) {
            running.setAutoCommit(false);
            long transaction;
            try (Statement statement = running.createStatement()) {
                statement.execute("INSERT INTO contract_entry (home_region, id, amount) VALUES ('" + home() + "', '"
                        + newId() + "', 1)");
                transaction = Long.parseLong(value(running, "SELECT pg_current_xact_id()::TEXT"));
            }
            committed(put(home, Durability.QUORUM, id, 2));

            WalPosition seen = position(eventually(
                    near, ANYTHING, id, rows -> rows.served().region().equals(EU) && shows(rows, 2)));

            assertThat(seen.snapshot().orElseThrow().running()).contains(transaction);
            assertThat(shows(rows(get(home, since(seen), id)), 2)).isTrue();
            assertThat(rows(get(near, since(seen), id)).served().region()).isEqualTo(EU);
            WalPosition withoutTheList = new WalPosition(
                    seen.ring(), seen.timeline(), seen.lsn(), seen.snapshot().map(Snapshot::stricter));
            assertThat(get(home, since(withoutTheList), id))
                    .isEqualTo(new ReadOutcome.Unavailable(Refusal.NOT_CAUGHT_UP));
            running.rollback();
        }
    }

    @Test
    void theSnapshotOfAReplicaDoesNotListWhatRuns() throws Exception {
        try (Connection running = subject.admin();
                Connection replica = subject.ring().connectAsAdmin(EU)) {
            running.setAutoCommit(false);
            String transaction = value(running, "SELECT pg_current_xact_id()::TEXT");
            try (Statement statement = running.createStatement()) {
                statement.execute("INSERT INTO contract_entry (home_region, id, amount) VALUES ('" + home() + "', '"
                        + newId() + "', 1)");
            }
            committed(put(open(US), Durability.QUORUM, newId(), 2));
            subject.awaitReplicas();

            assertThat(value(replica, "SELECT count(*) FROM pg_snapshot_xip(pg_current_snapshot())"))
                    .isEqualTo("0");
            assertThat(value(replica, "SELECT pg_xact_status('" + transaction + "'::XID8)"))
                    .isEqualTo("in progress");
            assertThat(value(replica, "SELECT pg_snapshot_xmax(pg_current_snapshot()) > '" + transaction + "'::XID8"))
                    .isEqualTo("t");
            running.rollback();
        }
    }

    @Test
    void aTokenFromTheFutureIsNotAnswered() {
        RegionalDatabase home = open(US);
        String id = writeThatAllHave(home);
        WalPosition now = position(rows(get(home, ReadLevel.STRONG, id)));
        Position future = new WalPosition(now.ring(), now.timeline(), now.lsn() + (1L << 40));

        for (ReadLevel level : List.of(since(future), new ReadLevel.Session(future))) {
            assertThat(get(home, level, id)).isEqualTo(new ReadOutcome.Unavailable(Refusal.NOT_CAUGHT_UP));
            assertThat(get(open(EU), level, id)).isEqualTo(new ReadOutcome.Unavailable(Refusal.NOT_CAUGHT_UP));
        }
    }
}

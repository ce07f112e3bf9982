package dev.cellmesh.local.postgres;

import static dev.cellmesh.local.postgres.Rings.ASIA;
import static dev.cellmesh.local.postgres.Rings.EU;
import static dev.cellmesh.local.postgres.Rings.US;
import static dev.cellmesh.local.postgres.Rings.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.migrations.Migrations;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.consistency.Durability;
import dev.cellmesh.model.consistency.ReadLevel;
import dev.cellmesh.model.consistency.RingId;
import dev.cellmesh.runtime.database.Deadline;
import dev.cellmesh.runtime.database.Read;
import dev.cellmesh.runtime.database.ReadOutcome;
import dev.cellmesh.runtime.database.RegionalDatabase;
import dev.cellmesh.runtime.database.Write;
import dev.cellmesh.testkit.database.DatabaseContract;
import dev.cellmesh.testkit.database.DatabaseUnderTest;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Does each region see every acknowledged write of the mesh's own rows at once, whichever replica is lost or comes back? */
class GlobalReadsIT extends DatabaseContract {
    private RingUnderTest subject;
    private PostgresRing global;
    private long amount;

    @Override
    protected DatabaseUnderTest start() throws Exception {
        subject = new RingUnderTest(Rings.REGIONS);
        global = subject.rings().ring(RingId.GLOBAL);
        Migrations.global(
                global.jdbcUrl(US),
                RingCredentials.USER,
                subject.rings().credentials().password());
        try (Connection admin = global.connectAsAdmin(US);
                Statement statement = admin.createStatement()) {
            statement.execute(named("create_entry").text());
            statement.execute("GRANT ALL ON contract_entry TO cellmesh");
        }
        return subject;
    }

    private long write(RegionalDatabase database, String id) {
        amount++;
        Deadline deadline = Deadline.in(PATIENCE, System.nanoTime());
        committed(call(() -> database.write(
                new Write(RingId.GLOBAL, Durability.QUORUM, PUT, List.of(home(), id, amount), deadline))));
        return amount;
    }

    private ReadOutcome.Rows see(RegionalDatabase database, ReadLevel level, String id) {
        Deadline deadline = Deadline.in(PATIENCE, System.nanoTime());
        return rows(call(() -> database.read(new Read(RingId.GLOBAL, level, GET, List.of(home(), id), deadline))));
    }

    private void awaitServed(RegionalDatabase database, String id, Predicate<ReadOutcome.Rows> condition)
            throws Exception {
        Rings.await(() -> condition.test(see(database, ReadLevel.GLOBAL, id)));
    }

    private static boolean isLocal(ReadOutcome.Rows rows, Region region) {
        return rows.served().level().equals(ReadLevel.GLOBAL)
                && rows.served().region().equals(region);
    }

    private void assertSeenEverywhereAtOnce(RegionalDatabase writer, String id, RegionalDatabase... readers) {
        for (int i = 0; i < 20; i++) {
            long written = write(writer, id);
            for (RegionalDatabase reader : readers) {
                assertThat(shows(see(reader, ReadLevel.GLOBAL, id), written)).isTrue();
            }
        }
    }

    @Test
    void noReplicaIsBelievedThatWritesDoNotWaitFor() throws Exception {
        RegionalDatabase home = open(US);
        RegionalDatabase near = open(EU);
        RegionalDatabase far = open(ASIA);
        String id = newId();
        write(home, id);
        awaitServed(near, id, rows -> isLocal(rows, EU));
        awaitServed(far, id, rows -> isLocal(rows, ASIA));
        assertSeenEverywhereAtOnce(home, id, near, far, home);
        assertThat(see(home, ReadLevel.GLOBAL, id).served().level()).isEqualTo(ReadLevel.STRONG);

        // Also when it did not take part in the last writes: what is stopped below has to have all of them.
        awaitServed(far, id, rows -> isLocal(rows, ASIA) && shows(rows, amount));
        long receiver = RingUnderTest.receiver(global, ASIA);
        RingUnderTest.signal("-STOP", receiver);
        long before = amount;
        try {
            // Waits for the lease, and no longer.
            long written = write(home, id);
            ReadOutcome.Rows elsewhere = see(far, ReadLevel.GLOBAL, id);
            assertThat(shows(elsewhere, written)).isTrue();
            assertThat(elsewhere.served().level()).isEqualTo(ReadLevel.STRONG);
            assertThat(shows(see(far, ReadLevel.EVENTUAL, id), before)).isTrue();
            awaitServed(near, id, rows -> isLocal(rows, EU));
            assertThat(value(global, US, "SHOW synchronous_standby_names")).doesNotContain(ASIA.name());
            assertSeenEverywhereAtOnce(home, id, near, far);
        } finally {
            RingUnderTest.signal("-CONT", receiver);
        }
        awaitServed(far, id, rows -> isLocal(rows, ASIA));
        assertThat(value(global, US, "SHOW synchronous_standby_names")).contains(ASIA.name());
        assertSeenEverywhereAtOnce(home, id, near, far);

        global.kill(ASIA);
        assertSeenEverywhereAtOnce(home, id, near, far);
        global.start(ASIA);
        awaitServed(far, id, rows -> isLocal(rows, ASIA));
        assertSeenEverywhereAtOnce(home, id, near, far);

        // A primary that starts again waits for all, and knows nothing of leases that were given before.
        global.killPrimary();
        global.start(US);
        awaitServed(far, id, rows -> isLocal(rows, ASIA));
        assertSeenEverywhereAtOnce(home, id, near, far);
    }
}

package dev.cellmesh.local.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.consistency.Durability;
import dev.cellmesh.model.consistency.Position;
import dev.cellmesh.model.consistency.Position.WalPosition;
import dev.cellmesh.model.consistency.ReadLevel;
import dev.cellmesh.model.consistency.RingId;
import dev.cellmesh.runtime.database.Deadline;
import dev.cellmesh.runtime.database.ReadOutcome;
import dev.cellmesh.runtime.database.Refusal;
import dev.cellmesh.runtime.database.RegionalDatabase;
import dev.cellmesh.runtime.database.SqlStatement;
import dev.cellmesh.runtime.database.Write;
import dev.cellmesh.runtime.database.WriteOutcome;
import dev.cellmesh.runtime.node.DatabaseConfig;
import dev.cellmesh.runtime.node.RingConfig;
import dev.cellmesh.testkit.database.DatabaseUnderTest;
import dev.cellmesh.testkit.database.RegionalDatabaseContract;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PostgresDatabaseIT extends RegionalDatabaseContract {
    @Override
    protected DatabaseUnderTest start() throws Exception {
        return new RingUnderTest();
    }

    @Test
    void aReplicaThatHasComeAsFarAsTheTokenServesTheSession() throws Exception {
        String id = newId();
        Position seen = committed(put(open(subject().home()), Durability.QUORUM, id, 4))
                .served()
                .position()
                .orElseThrow();
        subject().awaitReplicas();

        ReadLevel session = new ReadLevel.Session(seen);
        RegionalDatabase remote = open(subject().remote());
        var read = rows(get(remote, session, id));

        assertThat(shows(read, 4)).isTrue();
        assertThat(read.served().level()).isEqualTo(session);
        assertThat(read.served().region()).isEqualTo(subject().remote());
    }

    @Test
    void aPrimaryOfAnEarlierTimelineThanTheTokenIsNotBelieved() throws Exception {
        String id = newId();
        WalPosition seen = (WalPosition) committed(put(open(subject().home()), Durability.QUORUM, id, 4))
                .served()
                .position()
                .orElseThrow();
        subject().awaitReplicas();

        ReadLevel session = new ReadLevel.Session(new WalPosition(seen.ring(), seen.timeline() + 1, 0));

        assertThat(get(open(subject().remote()), session, id))
                .isEqualTo(new ReadOutcome.Unavailable(Refusal.UNREACHABLE));
        assertThat(get(open(subject().home()), session, id))
                .isEqualTo(new ReadOutcome.Unavailable(Refusal.UNREACHABLE));
    }

    @Test
    void aReplicaWhoseHeartbeatIsYoungEnoughServesABoundedRead() throws Exception {
        String id = newId();
        committed(put(open(subject().home()), Durability.QUORUM, id, 4));
        admin("INSERT INTO heartbeat (home_region, beat, beat_at) VALUES ('" + home() + "', 1, clock_timestamp())"
                + " ON CONFLICT (home_region) DO UPDATE SET beat_at = excluded.beat_at");
        subject().awaitReplicas();
        ReadLevel wide = new ReadLevel.Bounded(Duration.ofMinutes(10));
        ReadLevel narrow = new ReadLevel.Bounded(Duration.ofNanos(1));
        RegionalDatabase remote = open(subject().remote());

        var local = rows(get(remote, wide, id)).served();

        assertThat(local.level()).isEqualTo(wide);
        assertThat(local.region()).isEqualTo(subject().remote());
        assertThat(local.staleness())
                .hasValueSatisfying(age -> assertThat(age).isBetween(Duration.ZERO, Duration.ofMinutes(10)));
        assertThat(rows(get(remote, narrow, id)).served().level()).isEqualTo(ReadLevel.STRONG);
    }

    @Test
    void durabilityIsASettingOfTheSession() {
        RegionalDatabase home = open(subject().home());

        assertThat(synchronousCommit(home, ring(), Durability.QUORUM)).isEqualTo("on");
        assertThat(synchronousCommit(home, ring(), Durability.LOCAL)).isEqualTo("local");
        assertThat(synchronousCommit(home, RingId.GLOBAL, Durability.QUORUM)).isEqualTo("remote_apply");
    }

    private String synchronousCommit(RegionalDatabase database, RingId ring, Durability durability) {
        SqlStatement ask = new SqlStatement(
                "postgres/synchronous_commit", "SELECT current_setting('synchronous_commit') AS setting");
        Deadline deadline = Deadline.in(PATIENCE, System.nanoTime());
        return committed(call(() -> database.write(new Write(ring, durability, ask, List.of(), deadline))))
                .row()
                .text("setting");
    }

    @Test
    void aStandbyThatIsTakenForThePrimaryIsFoundOut() {
        DatabaseConfig from = subject().config(subject().remote());
        RingConfig right = from.rings().stream()
                .filter(each -> each.ring().equals(home()))
                .findFirst()
                .orElseThrow();
        RingConfig wrong = new RingConfig(right.ring(), right.replica(), right.primaryRegion(), right.replica());
        RegionalDatabase mistaken = open(
                subject().home(),
                new DatabaseConfig(from.kind(), from.database(), from.user(), from.password(), List.of(wrong)),
                1,
                8,
                10_000,
                10_000);

        assertThat(get(mistaken, ReadLevel.STRONG, newId()))
                .isEqualTo(new ReadOutcome.Unavailable(Refusal.UNREACHABLE));
        assertThat(put(mistaken, Durability.LOCAL, newId(), 1))
                .isEqualTo(new WriteOutcome.Unavailable(Refusal.UNREACHABLE));
        assertThat(call(mistaken::isReady)).isFalse();
    }
}

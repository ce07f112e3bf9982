package dev.cellmesh.testkit.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cellmesh.model.consistency.Durability;
import dev.cellmesh.model.consistency.Position;
import dev.cellmesh.model.consistency.ReadLevel;
import dev.cellmesh.runtime.database.Deadline;
import dev.cellmesh.runtime.database.Read;
import dev.cellmesh.runtime.database.ReadOutcome;
import dev.cellmesh.runtime.database.Refusal;
import dev.cellmesh.runtime.database.RegionalDatabase;
import dev.cellmesh.runtime.database.WriteOutcome;
import dev.cellmesh.testkit.database.DatabaseUnderTest.Fault;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What does {@link RegionalDatabase} answer when servers are gone, and does it ever guess an outcome? */
public abstract class RegionalDatabaseFaultContract extends DatabaseContract {
    /** Time for a statement to arrive, and not for a quorum that does not come. */
    private static final Duration SHORT = Duration.ofMillis(500);

    /** What is tried out while a fault is there. */
    @FunctionalInterface
    protected interface Steps {
        void run() throws Exception;
    }

    @Test
    void aWriteWithoutItsQuorumIsUnknownAndIsFoundLater() throws Exception {
        RegionalDatabase home = open(subject().home());
        String id = newId();
        committed(put(home, Durability.QUORUM, newId(), 1));
        during(Fault.REPLICAS_STALLED, () -> {
            assertThat(await(put(home, Durability.QUORUM, id, 8, SHORT))).isInstanceOf(WriteOutcome.Unknown.class);
            assertThat(rows(get(home, ReadLevel.STRONG, id)).rows())
                    .as("what is not acknowledged is not shown")
                    .isEmpty();
        });
        eventually(home, ReadLevel.STRONG, id, rows -> shows(rows, 8));
    }

    @Test
    void localDurabilityWaitsForNobody() throws Exception {
        RegionalDatabase home = open(subject().home());
        String id = newId();
        during(Fault.REPLICAS_STALLED, () -> {
            committed(put(home, Durability.LOCAL, id, 9));
            assertThat(shows(rows(get(home, ReadLevel.STRONG, id)), 9)).isTrue();
        });
    }

    @Test
    void aStalledReplicaServesOldRowsAsEventualAndNeverAsSession() throws Exception {
        RegionalDatabase home = open(subject().home());
        RegionalDatabase remote = open(subject().remote());
        String id = newId();
        committed(put(home, Durability.QUORUM, id, 1));
        eventually(remote, ReadLevel.EVENTUAL, id, rows -> shows(rows, 1));
        during(Fault.REPLICAS_STALLED, () -> {
            WriteOutcome.Committed written = committed(put(home, Durability.LOCAL, id, 2));

            ReadOutcome.Rows old = rows(get(remote, ReadLevel.EVENTUAL, id));
            ReadOutcome.Rows session = rows(get(
                    remote, new ReadLevel.Session(written.served().position().orElseThrow()), id));

            assertThat(shows(old, 1)).isTrue();
            assertThat(old.served().level()).isEqualTo(ReadLevel.EVENTUAL);
            assertThat(shows(session, 2)).isTrue();
            assertThat(session.served().region()).isEqualTo(subject().home());
        });
    }

    @Test
    void noAnswerIsOlderThanItsBoundWhileReplicasStall() throws Exception {
        RegionalDatabase home = open(subject().home());
        RegionalDatabase remote = open(subject().remote());
        ReadLevel bounded = new ReadLevel.Bounded(SHORT);
        String id = newId();
        committed(put(home, Durability.QUORUM, id, 1));
        eventually(remote, bounded, id, rows -> shows(rows, 1));
        during(Fault.REPLICAS_STALLED, () -> {
            committed(put(home, Durability.LOCAL, id, 2));
            eventually(remote, bounded, id, rows -> {
                assertThat(rows.served().staleness())
                        .hasValueSatisfying(age -> assertThat(age).isLessThanOrEqualTo(SHORT));
                return rows.served().level().equals(ReadLevel.STRONG);
            });
            assertThat(shows(rows(get(remote, bounded, id)), 2)).isTrue();
        });
        eventually(remote, bounded, id, rows -> rows.served().level().equals(bounded));
    }

    @Test
    void withoutThePrimaryOnlyWhoAllowsItGetsSomethingOlder() throws Exception {
        RegionalDatabase home = open(subject().home());
        RegionalDatabase remote = open(subject().remote());
        String id = newId();
        Position written = committed(put(home, Durability.QUORUM, id, 1))
                .served()
                .position()
                .orElseThrow();
        eventually(remote, ReadLevel.EVENTUAL, id, rows -> shows(rows, 1));
        Position future = ReadLevelContract.later(written);
        List<ReadLevel> levels = List.of(
                ReadLevel.STRONG,
                new ReadLevel.Bounded(Duration.ofMillis(1)),
                new ReadLevel.Session(future),
                new ReadLevel.Causal(Optional.of(future)));
        during(Fault.PRIMARY_GONE, () -> {
            for (ReadLevel level : levels) {
                assertThat(get(remote, level, id)).isEqualTo(new ReadOutcome.Unavailable(Refusal.UNREACHABLE));
                ReadOutcome.Rows older = rows(await(readOlderIfUnreachable(remote, level, id)));
                assertThat(shows(older, 1)).isTrue();
                assertThat(older.served().level()).isEqualTo(ReadLevel.EVENTUAL);
                assertThat(older.served().region()).isEqualTo(subject().remote());
            }
        });
        eventually(remote, ReadLevel.STRONG, id, rows -> shows(rows, 1));
        assertThat(rows(await(readOlderIfUnreachable(remote, ReadLevel.STRONG, id)))
                        .served()
                        .level())
                .isEqualTo(ReadLevel.STRONG);
    }

    private Future<ReadOutcome> readOlderIfUnreachable(RegionalDatabase database, ReadLevel level, String id) {
        Deadline deadline = Deadline.in(PATIENCE, System.nanoTime());
        return start(() -> database.read(new Read(ring(), level, GET, List.of(home(), id), deadline, true)));
    }

    @Test
    void withoutThePrimaryNothingIsWrittenAndReplicasStillAnswer() throws Exception {
        RegionalDatabase home = open(subject().home());
        RegionalDatabase remote = open(subject().remote());
        String id = newId();
        committed(put(home, Durability.QUORUM, id, 1));
        eventually(remote, ReadLevel.EVENTUAL, id, rows -> shows(rows, 1));
        during(Fault.PRIMARY_GONE, () -> {
            assertThat(put(home, Durability.QUORUM, id, 2))
                    .isEqualTo(new WriteOutcome.Unavailable(Refusal.UNREACHABLE));
            assertThat(put(home, Durability.LOCAL, id, 2)).isEqualTo(new WriteOutcome.Unavailable(Refusal.UNREACHABLE));
            assertThat(get(remote, ReadLevel.STRONG, id)).isEqualTo(new ReadOutcome.Unavailable(Refusal.UNREACHABLE));
            assertThat(call(home::isReady)).isFalse();
            assertThat(shows(rows(get(remote, ReadLevel.EVENTUAL, id)), 1)).isTrue();
        });
        eventually(remote, ReadLevel.STRONG, id, rows -> shows(rows, 1));
        committed(put(home, Durability.QUORUM, id, 3));
        assertThat(call(home::isReady)).isTrue();
    }

    @Test
    void withoutTheReplicaThePrimaryAnswersAndSaysSo() throws Exception {
        RegionalDatabase remote = open(subject().remote());
        String id = newId();
        committed(put(open(subject().home()), Durability.QUORUM, id, 1));
        eventually(remote, ReadLevel.EVENTUAL, id, rows -> shows(rows, 1));
        during(Fault.REPLICA_GONE, () -> {
            ReadOutcome.Rows read = rows(get(remote, ReadLevel.EVENTUAL, id));
            assertThat(shows(read, 1)).isTrue();
            assertThat(read.served().level()).isEqualTo(ReadLevel.STRONG);
            assertThat(read.served().region()).isEqualTo(subject().home());
        });
        eventually(remote, ReadLevel.EVENTUAL, id, rows -> rows.served().level().equals(ReadLevel.EVENTUAL));
    }

    @Test
    void aWriteOnAConnectionThatIsLostIsUnknownAndNeverSentTwice() throws Exception {
        RegionalDatabase home = open(subject().home());
        String id = newId();
        committed(put(home, Durability.QUORUM, id, 1));
        during(Fault.REPLICAS_STALLED, () -> {
            Future<WriteOutcome> outcome = write(home, Durability.QUORUM, ADD, List.of(home(), id, 10L), PATIENCE);
            // Before that, it could still be lost in a way that leaves nothing.
            awaitSessionWaitingForReplicas();
            endOtherSessions();
            assertThat(await(outcome)).isInstanceOf(WriteOutcome.Unknown.class);
        });
        eventually(home, ReadLevel.STRONG, id, rows -> shows(rows, 11));
    }

    protected final void awaitSessionWaitingForReplicas() throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (sessionsWaitingForReplicas() == 0) {
            assertThat(System.nanoTime()).isLessThan(end);
            pause();
        }
    }

    /** How many sessions of others wait for their quorum right now. */
    protected abstract int sessionsWaitingForReplicas() throws Exception;

    /** Cuts every connection but the one it uses itself. */
    protected abstract void endOtherSessions() throws Exception;

    protected final void during(Fault fault, Steps steps) throws Exception {
        assumeTrue(subject().faults().contains(fault), () -> fault + " cannot be made here");
        subject().hurt(fault);
        try {
            steps.run();
        } finally {
            subject().heal(fault);
        }
    }
}

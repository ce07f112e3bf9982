package dev.cellmesh.local.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.consistency.Durability;
import dev.cellmesh.model.consistency.ReadLevel;
import dev.cellmesh.runtime.database.RegionalDatabase;
import dev.cellmesh.runtime.database.WriteOutcome;
import dev.cellmesh.testkit.database.DatabaseUnderTest;
import dev.cellmesh.testkit.database.RegionalDatabaseFaultContract;
import io.vertx.core.Future;
import org.junit.jupiter.api.Test;

class PostgresDatabaseFaultIT extends RegionalDatabaseFaultContract {
    private RingUnderTest ring;

    @Override
    protected DatabaseUnderTest start() throws Exception {
        ring = new RingUnderTest();
        return ring;
    }

    @Override
    protected int sessionsWaitingForReplicas() throws Exception {
        return ring.sessionsWaitingForReplicas();
    }

    @Override
    protected void endOtherSessions() throws Exception {
        ring.signalSessions("pg_terminate_backend");
    }

    /** The statement reports success then, which would be a lie. */
    @Test
    void aCancelledWaitForTheQuorumIsUnknown() throws Exception {
        RegionalDatabase home = open(subject().home());
        String id = newId();
        committed(put(home, Durability.QUORUM, id, 1));
        during(DatabaseUnderTest.Fault.REPLICAS_STALLED, () -> {
            Future<WriteOutcome> outcome = put(home, Durability.QUORUM, id, 2, PATIENCE);
            awaitSessionWaitingForReplicas();
            ring.signalSessions("pg_cancel_backend");
            assertThat(await(outcome)).isInstanceOf(WriteOutcome.Unknown.class);
        });
        eventually(home, ReadLevel.STRONG, id, rows -> shows(rows, 2));
    }
}

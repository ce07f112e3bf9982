package dev.cellmesh.local.cockroach;

import dev.cellmesh.testkit.database.DatabaseUnderTest;
import dev.cellmesh.testkit.database.RegionalDatabaseFaultContract;

/** Each fault is a test that is skipped with its reason. */
class CockroachDatabaseFaultIT extends RegionalDatabaseFaultContract {
    @Override
    protected DatabaseUnderTest start() throws Exception {
        return CockroachHere.prepared();
    }

    @Override
    protected int sessionsWaitingForReplicas() throws Exception {
        return subject().sessionsWaitingForReplicas();
    }

    @Override
    protected void endOtherSessions() throws Exception {
        subject().endOtherSessions();
    }
}

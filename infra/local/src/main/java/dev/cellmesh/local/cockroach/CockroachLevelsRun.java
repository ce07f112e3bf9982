package dev.cellmesh.local.cockroach;

import dev.cellmesh.testkit.database.ContractRun;
import dev.cellmesh.testkit.database.DatabaseUnderTest;

/** As a part of a {@link ContractRun}. */
public final class CockroachLevelsRun extends CockroachLevelsContract {
    @Override
    protected DatabaseUnderTest start() throws Exception {
        return ContractRun.nextSubject();
    }
}

package dev.cellmesh.local.cockroach;

import dev.cellmesh.testkit.database.DatabaseUnderTest;

class CockroachLevelsIT extends CockroachLevelsContract {
    @Override
    protected DatabaseUnderTest start() throws Exception {
        return CockroachHere.prepared();
    }
}

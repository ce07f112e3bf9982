package dev.cellmesh.local.cockroach;

import dev.cellmesh.testkit.database.DatabaseUnderTest;
import dev.cellmesh.testkit.database.RegionalDatabaseContract;

class CockroachDatabaseIT extends RegionalDatabaseContract {
    @Override
    protected DatabaseUnderTest start() throws Exception {
        return CockroachHere.prepared();
    }
}

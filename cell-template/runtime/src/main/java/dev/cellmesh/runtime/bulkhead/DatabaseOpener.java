package dev.cellmesh.runtime.bulkhead;

import dev.cellmesh.runtime.database.DatabaseUse;
import dev.cellmesh.runtime.database.RegionalDatabase;
import io.vertx.core.Vertx;

/** Which databases does a user of them get? Called on the event loop that uses and closes them; connects to nothing yet. */
@FunctionalInterface
public interface DatabaseOpener {
    RegionalDatabase open(Vertx vertx, DatabaseUse use);
}

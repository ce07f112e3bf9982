package dev.cellmesh.runtime.bulkhead;

import dev.cellmesh.runtime.database.RegionalDatabase;
import io.vertx.core.WorkerExecutor;

/**
 * What does a service of a cell have for itself, so that the others keep theirs when it uses up all of it?
 *
 * @param bulkhead bounds its requests
 * @param database with connections and queues of its own
 * @param blocking threads for what would block the event loop, which all services of the cell share
 */
public record Compartment(Bulkhead bulkhead, RegionalDatabase database, WorkerExecutor blocking) {}

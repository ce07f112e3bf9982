package dev.cellmesh.runtime.signal;

import dev.cellmesh.model.signal.HealthState;
import dev.cellmesh.model.signal.Reason;
import dev.cellmesh.model.signal.ReplicaLag;
import dev.cellmesh.model.signal.Traffic;
import java.util.List;
import java.util.Set;

/**
 * How does a cell see itself?
 *
 * @param reasons of the state; empty when healthy
 * @param inFlight requests that it works on
 * @param inFlightMax how many it would take now
 * @param databaseReady whether its home ring's primary answers
 * @param replicas that it reads
 */
public record CellSelf(
        HealthState state,
        Set<Reason> reasons,
        Traffic traffic,
        int inFlight,
        int inFlightMax,
        boolean databaseReady,
        List<ReplicaLag> replicas) {
    public CellSelf {
        reasons = Set.copyOf(reasons);
        replicas = List.copyOf(replicas);
    }
}

package dev.cellmesh.runtime.route;

import dev.cellmesh.model.route.RouteSnapshot;
import io.vertx.core.Future;

/**
 * Where does every tenant live, as far as this node knows now? Kept up to date by the control plane's pushes, and started
 * from the last good copy on disk when the control plane is away.
 */
public interface RouteTable {
    /** On a request from an edge to a cell: the epoch of the snapshot by which the edge chose that cell. */
    String EPOCH_HEADER = "X-Route-Epoch";

    /** Cheap; call it once a request and keep the result for the whole request. */
    RouteSnapshot current();

    /** Ends when a snapshot, fresh or from disk, is there. */
    Future<Void> loaded();

    /** Asks the control plane now, as after a 421; never fails, at most one question at a time. */
    Future<Void> refresh();

    /** As {@link #refresh()}; asks once more when the question was under way already and did not bring this epoch. */
    Future<Void> refreshTo(long wanted);

    void close();
}

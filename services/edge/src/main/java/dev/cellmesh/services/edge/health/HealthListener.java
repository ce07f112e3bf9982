package dev.cellmesh.services.edge.health;

import dev.cellmesh.model.CellId;

/** What happened to a cell's share of the requests? Told when it happens, on the edge's event loop. */
public interface HealthListener {
    void tripped(CellId cell, Trip cause);

    /** It should have been ejected; told once a second. */
    void held(CellId cell, Hold reason);

    /** A request goes to a cell that is out, or on trial by another one, since it has no other. */
    void panicked(CellId cell);
}

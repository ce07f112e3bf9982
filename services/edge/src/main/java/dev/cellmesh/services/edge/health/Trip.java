package dev.cellmesh.services.edge.health;

/** Why did a cell stop getting requests, though it can be reached? */
public enum Trip {
    /** Slower than its peers. */
    LATENCY,
    /** Failing more than its peers. */
    ERRORS,
    /** Failing nearly always, whatever its peers do. */
    FAILURES;

    CellState state() {
        return this == FAILURES ? CellState.BROKEN : CellState.EJECTED;
    }
}

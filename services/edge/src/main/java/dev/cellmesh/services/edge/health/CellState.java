package dev.cellmesh.services.edge.health;

/** What does an edge think of a cell, from the requests that it sent there? In the order in which it prefers them. */
public enum CellState {
    /** Gets its full share of requests. */
    HEALTHY,
    /** Was out, passed its trial, and gets a share that grows. */
    RECOVERING,
    /** Under suspicion: slower than its peers, or failing more than they do. Gets a small share, by which it is judged further. */
    DEGRADED,
    /** Was out; single requests find out whether it may come back. */
    TRIAL,
    /** Out, since it was worse than its peers. */
    EJECTED,
    /** Out, since nearly all requests to it failed; how its peers do does not matter. */
    BROKEN,
    /** Out, since it could not be reached, or is stopping; comes back as soon as it answers a probe. */
    UNREACHABLE;

    /** Whether a request goes there only when there is no other cell for it; on trial, that depends on the request. */
    public boolean isOut() {
        return this == EJECTED || this == BROKEN || this == UNREACHABLE;
    }
}

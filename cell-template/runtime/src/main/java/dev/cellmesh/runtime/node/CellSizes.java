package dev.cellmesh.runtime.node;

/**
 * How large is everything in one cell that has a limit? The one place for all of them, checked against each other.
 *
 * @param inFlightMax requests that are being worked on, of all services together
 */
public record CellSizes(int inFlightMax) {
    /** With 1 kB bodies and 64 waiting connections far more than the databases take. */
    public static final CellSizes DEFAULT = new CellSizes(2_000);
}

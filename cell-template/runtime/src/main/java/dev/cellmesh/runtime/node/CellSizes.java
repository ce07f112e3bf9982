package dev.cellmesh.runtime.node;

/**
 * How large is everything in one cell that has a limit? The one place for all of them, checked against each other.
 *
 * @param inFlightMax requests that are being worked on, of all services together; the adaptive limit stays below it
 */
public record CellSizes(int inFlightMax, AdmissionSizes admission) {
    /** With 1 kB bodies and 64 waiting connections far more than the databases take. */
    public static final CellSizes DEFAULT = new CellSizes(2_000, AdmissionSizes.DEFAULT);

    public CellSizes {
        if (admission.limitInitial() > inFlightMax) {
            throw new IllegalArgumentException("the limit begins with " + admission.limitInitial()
                    + " in flight, above the most that there may be, " + inFlightMax);
        }
    }
}

package dev.cellmesh.runtime.node;

/**
 * How large is what a cell lets in, and how long may it wait before?
 *
 * @param limitMin the adaptive limit never falls below it: what keeps a cell measuring
 * @param limitInitial the adaptive limit of a cell that has measured nothing yet
 * @param queueMax most requests of one priority class that wait for a place
 * @param queueMillisMax longest wait of one in a queue that is empty now and then: a burst
 * @param standingQueueMillisMax longest wait of one in a queue that has not been empty for {@code queueMillisMax}: an overload
 * @param tenantsMax most tenants whose used quota is remembered
 */
public record AdmissionSizes(
        int limitMin, int limitInitial, int queueMax, int queueMillisMax, int standingQueueMillisMax, int tenantsMax) {
    /**
     * A cell starts with what its database connections carry without a wait, and finds out the rest. The two waits are those of
     * Maurer's "Fail at Scale" (ACM Queue, 2015); 128 waiting requests are one burst of a busy edge.
     */
    public static final AdmissionSizes DEFAULT = new AdmissionSizes(16, 64, 128, 100, 5, 10_000);

    public AdmissionSizes {
        if (limitMin < 1 || limitInitial < limitMin) {
            throw new IllegalArgumentException(
                    "a limit begins at its least or above: limitMin " + limitMin + ", limitInitial " + limitInitial);
        }
        if (queueMax < 1 || tenantsMax < 1) {
            throw new IllegalArgumentException(
                    "there is room for one at least: queueMax " + queueMax + ", tenantsMax " + tenantsMax);
        }
        if (standingQueueMillisMax < 1 || queueMillisMax < standingQueueMillisMax) {
            throw new IllegalArgumentException("a standing queue is waited in no longer than a short one:"
                    + " standingQueueMillisMax " + standingQueueMillisMax + ", queueMillisMax " + queueMillisMax);
        }
    }
}

package dev.cellmesh.model.signal;

/**
 * From where on is something degraded, from where on unhealthy?
 *
 * @param requestsMin of the window, below which its errors and latencies say nothing
 * @param eventsMin failed or slow requests below which they are chance, however few requests there are
 * @param errorShareDegraded failed requests of all
 * @param errorShareUnhealthy likewise
 * @param slowShareMax slow requests of all; 1 % makes it a rule of the p99
 * @param partsShareDegraded parts that do not answer, of all; when none does, it is unhealthy
 * @param lagMillisDegraded of the replicas that are its fault
 * @param lagMillisUnhealthy likewise
 * @param stayShare of a threshold that a state, once it is there, needs to stay: less than 1, or it would flutter
 * @param worseAfter looks in a row before a state gets worse
 * @param betterAfter looks in a row before it gets better
 */
public record HealthThresholds(
        int requestsMin,
        int eventsMin,
        double errorShareDegraded,
        double errorShareUnhealthy,
        double slowShareMax,
        double partsShareDegraded,
        long lagMillisDegraded,
        long lagMillisUnhealthy,
        double stayShare,
        int worseAfter,
        int betterAfter) {

    public static final HealthThresholds DEFAULT =
            new HealthThresholds(50, 5, 0.01, 0.1, 0.01, 0.5, 5_000, 30_000, 0.5, 2, 5);

    public HealthThresholds {
        boolean counts = requestsMin >= 1 && eventsMin >= 1 && worseAfter >= 1 && betterAfter >= 1;
        boolean errors = isShare(errorShareDegraded)
                && isShare(errorShareUnhealthy)
                && errorShareDegraded < errorShareUnhealthy * stayShare;
        boolean shares = isShare(slowShareMax) && isShare(partsShareDegraded) && isShare(stayShare);
        boolean lags = lagMillisDegraded > 0 && lagMillisDegraded < lagMillisUnhealthy * stayShare;
        if (!counts || !errors || !shares || !lags) {
            throw new IllegalArgumentException(
                    "thresholds are shares and counts, and unhealthy begins where degraded has long begun");
        }
    }

    private static boolean isShare(double share) {
        return share > 0 && share < 1;
    }
}

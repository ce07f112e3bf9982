package dev.cellmesh.model.signal;

import java.util.EnumMap;
import java.util.Map;

/**
 * How is a region, or a cell, by what is known of it? Each kind of evidence says how bad it is, and the worst one counts. Pure:
 * time is in {@link Standing}.
 */
public record HealthRule(HealthThresholds thresholds) {
    private static final double FULL = 1;

    /**
     * @param now the state so far: what it takes to stay there is less than what it took to get there
     */
    Verdict judge(Evidence evidence, HealthState now) {
        Verdict entering = judge(evidence, FULL);
        if (now == HealthState.UNKNOWN || !now.isWorseThan(entering.state())) {
            return entering;
        }
        Verdict staying = judge(evidence, thresholds.stayShare());
        return staying.state().isWorseThan(now) ? new Verdict(now, staying.reasons()) : staying;
    }

    private Verdict judge(Evidence evidence, double share) {
        if (evidence.reporters() == 0) {
            return new Verdict(HealthState.UNKNOWN, java.util.Set.of(Reason.SILENCE));
        }
        Map<Reason, HealthState> found = new EnumMap<>(Reason.class);
        found.put(Reason.UNREACHABLE, reach(evidence, share));
        found.put(Reason.ERRORS, errors(evidence.traffic(), share));
        found.put(Reason.LATENCY, latency(evidence.traffic(), share));
        found.put(Reason.REPLICATION_LAG, lag(evidence, share));
        found.values().removeIf(state -> state == HealthState.HEALTHY);
        HealthState worst = found.values().stream().reduce(HealthState.HEALTHY, HealthState::orWorse);
        return new Verdict(worst, found.keySet());
    }

    private HealthState reach(Evidence evidence, double share) {
        if (evidence.partsOut() == 0) {
            return HealthState.HEALTHY;
        }
        if (evidence.partsOut() == evidence.parts()) {
            return HealthState.UNHEALTHY;
        }
        double out = (double) evidence.partsOut() / evidence.parts();
        return out >= thresholds.partsShareDegraded() * share ? HealthState.DEGRADED : HealthState.HEALTHY;
    }

    private HealthState errors(Traffic traffic, double share) {
        if (traffic.requests() < thresholds.requestsMin() || traffic.errors() < thresholds.eventsMin() * share) {
            return HealthState.HEALTHY;
        }
        double failed = (double) traffic.errors() / traffic.requests();
        if (failed > thresholds.errorShareUnhealthy() * share) {
            return HealthState.UNHEALTHY;
        }
        return failed > thresholds.errorShareDegraded() * share ? HealthState.DEGRADED : HealthState.HEALTHY;
    }

    private HealthState latency(Traffic traffic, double share) {
        if (isMoreThanAFew(traffic.stalled(), traffic.requests(), share)) {
            return HealthState.UNHEALTHY;
        }
        return isMoreThanAFew(traffic.slow(), traffic.requests(), share) ? HealthState.DEGRADED : HealthState.HEALTHY;
    }

    private boolean isMoreThanAFew(long slow, long requests, double share) {
        return requests >= thresholds.requestsMin()
                && slow >= thresholds.eventsMin() * share
                && slow > requests * thresholds.slowShareMax() * share;
    }

    private HealthState lag(Evidence evidence, double share) {
        long lagMillis = evidence.lagMillis().orElse(0);
        if (lagMillis > thresholds.lagMillisUnhealthy() * share) {
            return HealthState.UNHEALTHY;
        }
        return lagMillis > thresholds.lagMillisDegraded() * share ? HealthState.DEGRADED : HealthState.HEALTHY;
    }
}

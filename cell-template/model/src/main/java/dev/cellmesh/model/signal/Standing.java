package dev.cellmesh.model.signal;

import java.util.Set;

/**
 * How is a region, or a cell, after one more look? A state changes only after several looks in a row that agree on the direction,
 * so that one bad second changes nothing; but what has been silent is believed at once, and silence is, too, because it has been
 * waited for before.
 *
 * @param reasons of the state
 * @param lookedWorse how many looks in a row have found it worse
 * @param lookedBetter how many looks in a row have found it better
 */
public record Standing(HealthState state, Set<Reason> reasons, int lookedWorse, int lookedBetter) {
    /** Before the first look. */
    public static final Standing UNKNOWN = new Standing(HealthState.UNKNOWN, Set.of(Reason.SILENCE), 0, 0);

    public Standing {
        reasons = Set.copyOf(reasons);
    }

    public Standing next(HealthRule rule, Evidence evidence) {
        Verdict found = rule.judge(evidence, state);
        if (found.state() == state || found.state() == HealthState.UNKNOWN || state == HealthState.UNKNOWN) {
            return settled(found);
        }
        if (found.state().isWorseThan(state)) {
            int looks = lookedWorse + 1;
            return looks >= rule.thresholds().worseAfter() ? settled(found) : new Standing(state, reasons, looks, 0);
        }
        int looks = lookedBetter + 1;
        return looks >= rule.thresholds().betterAfter() ? settled(found) : new Standing(state, reasons, 0, looks);
    }

    private static Standing settled(Verdict found) {
        return new Standing(found.state(), found.reasons(), 0, 0);
    }
}

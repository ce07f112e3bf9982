package dev.cellmesh.model.signal;

import java.util.Set;

/**
 * What follows from the evidence of this moment?
 *
 * @param reasons empty when healthy
 */
public record Verdict(HealthState state, Set<Reason> reasons) {
    public Verdict {
        reasons = Set.copyOf(reasons);
    }
}

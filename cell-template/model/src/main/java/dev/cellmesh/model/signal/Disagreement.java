package dev.cellmesh.model.signal;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Do those who use a cell see it as it sees itself? When they do not, that is a fault of its own, which no health check shows:
 * Huang et al., Gray Failure: The Achilles' Heel of Cloud-Scale Systems (HotOS 2017), call it differential observability.
 */
public enum Disagreement {
    NONE,
    /** The edges suffer from a cell that finds itself well: a slow way to it, a queue before it, a lie. */
    EDGES_SEE_WORSE,
    /** The cell suffers, and the edges do not notice: what it does for others still works, or nobody asks for the rest. */
    CELL_SEES_WORSE,
    /** One edge sees it well, another one does not: something between them. */
    EDGES_DIFFER,
    /** Edges use it, and it does not report. */
    CELL_IS_SILENT;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * @param own what the cell says of itself; {@link HealthState#UNKNOWN} when it is silent
     * @param edges what each edge says; those that do not use it say {@link HealthState#UNKNOWN}, or nothing
     */
    public static Disagreement between(HealthState own, Collection<HealthState> edges) {
        List<HealthState> seen = edges.stream()
                .filter(state -> state != HealthState.UNKNOWN)
                .sorted(Comparator.naturalOrder())
                .toList();
        if (seen.isEmpty()) {
            return NONE;
        }
        HealthState best = seen.getFirst();
        HealthState worst = seen.getLast();
        if (best == HealthState.HEALTHY && worst == HealthState.UNHEALTHY) {
            return EDGES_DIFFER;
        }
        if (own == HealthState.UNKNOWN) {
            // When they cannot use it either, they agree.
            return best == HealthState.UNHEALTHY ? NONE : CELL_IS_SILENT;
        }
        if (worst.isWorseThan(own)) {
            return EDGES_SEE_WORSE;
        }
        return own.isWorseThan(worst) ? CELL_SEES_WORSE : NONE;
    }
}

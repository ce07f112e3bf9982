package dev.cellmesh.model.signal;

import java.util.Locale;

/** How is a region or a cell? In the order of badness; {@link #UNKNOWN} is none of it, for silence is not health. */
public enum HealthState {
    UNKNOWN,
    HEALTHY,
    DEGRADED,
    UNHEALTHY;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException when it is none */
    public static HealthState of(String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }

    boolean isWorseThan(HealthState other) {
        return compareTo(other) > 0;
    }

    HealthState orWorse(HealthState other) {
        return other.isWorseThan(this) ? other : this;
    }
}

package dev.cellmesh.local.wan;

import java.util.Locale;

/** How is one direction between two regions interrupted? */
public enum Cut {
    /** Not at all. */
    NONE,
    /**
     * Loudly: a connection needs both directions, so each one between the two regions is reset at both ends at once, whoever
     * opened it, and each new one is accepted and reset at once.
     */
    RESET,
    /**
     * Silently: what is on its way in this direction, and what is sent later, is never delivered, while the other direction
     * works. Nobody is told, not even of an end of a stream. When the cut heals, a connection that lost something is reset,
     * because no later byte may follow a hole; one that lost nothing lives on.
     */
    BLACKHOLE;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

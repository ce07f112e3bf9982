package dev.cellmesh.services.controlplane;

import dev.cellmesh.model.CellId;
import java.util.Set;

/**
 * Which cells were heard from lately? Those that were not are dead or cut off, and nobody is sent to them.
 *
 * @param isKnown false soon after the start of a control plane: cells that are well may not have asked yet
 */
record Presence(boolean isKnown, Set<CellId> heard) {
    static final Presence UNKNOWN = new Presence(false, Set.of());

    Presence {
        heard = Set.copyOf(heard);
    }

    static Presence of(Set<CellId> heard) {
        return new Presence(true, heard);
    }

    boolean isSilent(CellId cell) {
        return isKnown && !heard.contains(cell);
    }
}

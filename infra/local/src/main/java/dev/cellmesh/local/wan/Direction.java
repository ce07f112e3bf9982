package dev.cellmesh.local.wan;

import dev.cellmesh.model.Region;
import java.util.LinkedHashSet;
import java.util.Set;

/** What holds for all bytes from one region to another, and which flows are they in? Guarded by the fabric's lock. */
final class Direction {
    final Region from;
    final Region to;
    final LinkConditions usual;
    final Wire wire = new Wire();
    final Tally tally = new Tally();
    final Set<Flow> flows = new LinkedHashSet<>();
    LinkConditions conditions;

    Direction(Region from, Region to, LinkConditions usual) {
        this.from = from;
        this.to = to;
        this.usual = usual;
        this.conditions = usual;
    }

    boolean isCut(Cut how) {
        return conditions.cut() == how;
    }

    @Override
    public String toString() {
        return from + "->" + to;
    }
}

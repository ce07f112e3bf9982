package dev.cellmesh.model.consistency;

import dev.cellmesh.model.Region;

/** Which group of replicas holds a row: the one of a home region, or the one that every region reads as its own? */
public sealed interface RingId {
    /** Rows of the whole mesh: tenants, placements, epochs, audit. */
    RingId GLOBAL = new Global();

    static RingId of(Region home) {
        return new Home(home);
    }

    /** The reverse of {@link #name()}. */
    static RingId parse(String name) {
        return name.equals(GLOBAL.name()) ? GLOBAL : of(new Region(name));
    }

    String name();

    record Home(Region region) implements RingId {
        @Override
        public String name() {
            return region.name();
        }

        @Override
        public String toString() {
            return name();
        }
    }

    record Global() implements RingId {
        @Override
        public String name() {
            return "global";
        }

        @Override
        public String toString() {
            return name();
        }
    }
}

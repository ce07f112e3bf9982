package dev.cellmesh.model.consistency;

import java.time.Duration;
import java.util.Optional;

/** How fresh must a read be? Each level names the least that is asked; a database may serve better and says so. */
public sealed interface ReadLevel {
    ReadLevel STRONG = new Strong();
    ReadLevel GLOBAL = new Global();
    ReadLevel EVENTUAL = new Eventual();

    /** The value of {@code X-Consistency-Level}, without parameters. */
    String wireName();

    /** Sees every write acknowledged before the read began. */
    record Strong() implements ReadLevel {
        @Override
        public String wireName() {
            return "strong";
        }
    }

    /**
     * Sees every write of the whole mesh's own rows that was acknowledged before the read began, in every region, without leaving
     * it. Weaker than strong while a write is on its way: one region may show it a moment before another one does.
     */
    record Global() implements ReadLevel {
        @Override
        public String wireName() {
            return "global";
        }
    }

    /** Sees at least what {@code seen} covers: the client's own writes. */
    record Session(Position seen) implements ReadLevel {
        @Override
        public String wireName() {
            return "session";
        }
    }

    /**
     * Sees at least what {@code seen} covers, and its answer has a position that covers all it saw: reads that hand it on never
     * go back in time.
     *
     * @param seen empty when the client has seen nothing of this ring yet
     */
    record Causal(Optional<Position> seen) implements ReadLevel {
        @Override
        public String wireName() {
            return "causal";
        }
    }

    /**
     * Never older than the bound.
     *
     * @param staleness greater than zero
     */
    record Bounded(Duration staleness) implements ReadLevel {
        public Bounded {
            if (staleness.isNegative() || staleness.isZero()) {
                throw new IllegalArgumentException("a staleness bound is greater than zero, not " + staleness);
            }
        }

        @Override
        public String wireName() {
            return "bounded";
        }
    }

    /** Whatever the nearest replica has. */
    record Eventual() implements ReadLevel {
        @Override
        public String wireName() {
            return "eventual";
        }
    }
}

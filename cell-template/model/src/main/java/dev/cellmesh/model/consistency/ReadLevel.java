package dev.cellmesh.model.consistency;

import java.time.Duration;

/** How fresh must a read be? Each level names the least that is asked; a database may serve better and says so. */
public sealed interface ReadLevel {
    ReadLevel STRONG = new Strong();
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

    /** Sees at least what {@code seen} covers; used for sessions and for causal reads. */
    record Session(Position seen) implements ReadLevel {
        @Override
        public String wireName() {
            return "session";
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

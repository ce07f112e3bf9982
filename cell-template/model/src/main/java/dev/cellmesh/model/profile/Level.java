package dev.cellmesh.model.profile;

import dev.cellmesh.model.consistency.Position;
import dev.cellmesh.model.consistency.ReadLevel;
import java.time.Duration;
import java.util.Optional;

/**
 * Which level does a profile promise, or a request ask for? Ordered by strength; with what the client has seen it becomes a
 * {@link ReadLevel} that a database can give.
 */
public sealed interface Level {
    Level STRONG = new Strong();
    Level GLOBAL = new Global();
    Level CAUSAL = new Causal();
    Level SESSION = new Session();
    Level EVENTUAL = new Eventual();

    static Level bounded(Duration staleness) {
        return new Bounded(staleness);
    }

    /** @param seen what the client has seen of the ring that is read */
    ReadLevel given(Optional<Position> seen);

    /** As in {@code X-Consistency-Level}. */
    String wireName();

    /** Does one promise less than the other? Of two bounds, the longer. */
    static boolean isWeaker(Level one, Level other) {
        if (one instanceof Bounded bound && other instanceof Bounded otherBound) {
            return bound.staleness().compareTo(otherBound.staleness()) > 0;
        }
        return rank(one) < rank(other);
    }

    private static int rank(Level level) {
        return switch (level) {
            case Strong strong -> 5;
            case Global global -> 4;
            case Causal causal -> 3;
            case Session session -> 2;
            case Bounded bounded -> 1;
            case Eventual eventual -> 0;
        };
    }

    /** Sees every write acknowledged before it. */
    record Strong() implements Level {
        @Override
        public String wireName() {
            return "strong";
        }

        @Override
        public ReadLevel given(Optional<Position> seen) {
            return ReadLevel.STRONG;
        }
    }

    /** For {@link Residence#GLOBAL}: sees every acknowledged write without leaving the region. */
    record Global() implements Level {
        @Override
        public String wireName() {
            return "global";
        }

        @Override
        public ReadLevel given(Optional<Position> seen) {
            return ReadLevel.GLOBAL;
        }
    }

    /** Never goes back behind what the client has read or written. */
    record Causal() implements Level {
        @Override
        public String wireName() {
            return "causal";
        }

        @Override
        public ReadLevel given(Optional<Position> seen) {
            return new ReadLevel.Causal(seen);
        }
    }

    /** Sees the client's own writes. Who has none has nothing to miss, and reads what the nearest replica has. */
    record Session() implements Level {
        @Override
        public String wireName() {
            return "session";
        }

        @Override
        public ReadLevel given(Optional<Position> seen) {
            return seen.<ReadLevel>map(ReadLevel.Session::new).orElse(ReadLevel.EVENTUAL);
        }
    }

    /**
     * Never older than the bound.
     *
     * @param staleness greater than zero
     */
    record Bounded(Duration staleness) implements Level {
        @Override
        public String wireName() {
            return "bounded";
        }

        @Override
        public ReadLevel given(Optional<Position> seen) {
            return new ReadLevel.Bounded(staleness);
        }
    }

    /** Whatever the nearest replica has. */
    record Eventual() implements Level {
        @Override
        public String wireName() {
            return "eventual";
        }

        @Override
        public ReadLevel given(Optional<Position> seen) {
            return ReadLevel.EVENTUAL;
        }
    }
}

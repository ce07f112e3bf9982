package dev.cellmesh.load.fault;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What is to break? Each has its counterpart in the mesh's own API; nothing else than that API is used. */
public sealed interface FaultAction {
    /** For people and marks, such as {@code us-east1 - europe-west1 cut}. */
    String describe();

    /** What is between two regions. */
    sealed interface OfLink extends FaultAction {
        Way way();
    }

    /** @param both whether the way back, too */
    record Way(String from, String to, boolean both) {
        @Override
        public String toString() {
            return from + (both ? " - " : " -> ") + to;
        }
    }

    /** @param blackhole bytes vanish, as behind a broken router; else connections are reset, as by a firewall */
    record CutLink(Way way, boolean blackhole) implements OfLink {
        @Override
        public String describe() {
            return way + (blackhole ? " swallows everything" : " cut");
        }
    }

    /**
     * @param delay one way, in place of the usual one
     * @param jitter most that is added to it
     * @param bytesPerSecond empty for no limit
     */
    record SlowLink(Way way, Duration delay, Duration jitter, OptionalLong bytesPerSecond) implements OfLink {
        @Override
        public String describe() {
            return way + " slowed to " + delay.toMillis() + " ms a way";
        }
    }

    /** Nothing is delivered, and nothing lost: all of it comes when the link is healed. */
    record StallLink(Way way) implements OfLink {
        @Override
        public String describe() {
            return way + " stalled";
        }
    }

    /** A crash of a cell, and its return when healed. */
    record KillCell(CellChoice cell) implements FaultAction {
        @Override
        public String describe() {
            return "kill " + cell;
        }
    }

    /**
     * A brownout: every byte to and from the cell's port takes longer, while its health, asked elsewhere, stays green.
     *
     * @param delay each way
     */
    record SlowCell(CellChoice cell, Duration delay) implements FaultAction {
        @Override
        public String describe() {
            return "slow " + cell + " by " + delay.toMillis() + " ms a way";
        }
    }

    record KillEdge(String region) implements FaultAction {
        @Override
        public String describe() {
            return "kill the edge of " + region;
        }
    }

    /** One server of a ring; {@code global} is a ring, too. */
    record KillDatabase(String ring, String region) implements FaultAction {
        @Override
        public String describe() {
            return "kill the database of ring " + ring + " in " + region;
        }
    }

    /** All that the mesh's API can stop of a region: its edge, its cells, and its server of every ring. */
    record KillRegion(String region) implements FaultAction {
        @Override
        public String describe() {
            return "kill " + region;
        }
    }

    /** A replica goes on receiving, and shows nothing new. */
    record PauseReplay(String ring, String region) implements FaultAction {
        @Override
        public String describe() {
            return "pause replay of ring " + ring + " in " + region;
        }
    }

    /**
     * @param named empty when one is drawn, by the run's seed, each time
     * @param regions to draw from; all when empty
     */
    record CellChoice(Optional<String> named, List<String> regions) {
        @Override
        public String toString() {
            return named.orElse(regions.isEmpty() ? "a cell" : "a cell of " + String.join(", ", regions));
        }
    }
}

package dev.cellmesh.local.mesh;

import dev.cellmesh.local.process.Programs;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;

/**
 * Whose turn is it to start? A starting JVM wants a core for itself, so that only some start at once. Those that run behind all others
 * have turns of their own: on a busy machine they hold theirs until it has time, and nobody who was asked for may wait for that.
 */
final class StartTurns {
    /** How is a process run while others want the machine, too? */
    enum Rank {
        /** As all others: somebody asked for it, and waits. */
        ASKED(60) {
            @Override
            List<String> before() {
                return List.of();
            }
        },
        /** When nobody else wants to; a busy machine makes such a start late, which is no failure. */
        BEHIND_OTHERS(180) {
            @Override
            List<String> before() {
                return Programs.behindOthers();
            }
        };

        private final int limitSeconds;

        Rank(int limitSeconds) {
            this.limitSeconds = limitSeconds;
        }

        /** The words to put before the command. */
        abstract List<String> before();

        /** How long a start may take before it has failed. */
        int limitSeconds() {
            return limitSeconds;
        }
    }

    private final Map<Rank, Semaphore> free = new EnumMap<>(Rank.class);

    /** How many start at once of those who were asked for, and of those that run behind all others. */
    StartTurns(int asked, int behindOthers) {
        free.put(Rank.ASKED, new Semaphore(asked, true));
        free.put(Rank.BEHIND_OTHERS, new Semaphore(behindOthers, true));
    }

    /** Waits for a turn, in the order of those who came, and gives it back behind the start. */
    void inTurn(Rank rank, Runnable start) {
        Semaphore turns = free.get(rank);
        turns.acquireUninterruptibly();
        try {
            start.run();
        } finally {
            turns.release();
        }
    }
}

package dev.cellmesh.load.operation;

import dev.cellmesh.load.check.Event;

/**
 * What does one user remember from answer to answer? The token of the last one, as a real client does. On the generator's loop
 * alone.
 */
final class Session {
    final int number;
    private final Sessionbook book;
    private long process;
    private boolean isBusy;
    private String token = "";
    private long generation;

    Session(int number, long process, Sessionbook book) {
        this.number = number;
        this.process = process;
        this.book = book;
    }

    /**
     * A request that this user makes now.
     *
     * @param token to send along; empty for none
     * @param generation of the token, for {@link #learn}
     */
    record Asking(long process, String token, long generation) {}

    /** Should the user be busy with another request, this one counts as another process. */
    Asking begin() {
        long mine = isBusy ? book.nextProcess() : process;
        isBusy = true;
        return new Asking(mine, token, generation);
    }

    /** After an unknown end it goes on under another number, since that operation may still be running. */
    void end(Asking asking, Event.Type end) {
        if (asking.process() == process) {
            isBusy = false;
            if (end == Event.Type.INFO) {
                process = book.nextProcess();
            }
        }
    }

    /**
     * Keeps the token of an answer, unless another answer's came in between: tokens cannot be merged, and the later one need
     * not cover the other.
     *
     * @return whether later requests of this user carry what this answer has seen
     */
    boolean learn(Asking asking, String newToken) {
        if (asking.generation() != generation) {
            return false;
        }
        generation++;
        token = newToken;
        return true;
    }
}

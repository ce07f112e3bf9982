package dev.cellmesh.load.run;

import dev.cellmesh.load.schedule.ClosedLoop;
import java.util.Optional;

/**
 * Users who send again only when they have their answer. Their intended start is when they are ready for it, so that a stall
 * makes few requests slow and the rest never happen: for comparison alone.
 */
final class ClosedUsers {
    private final Loop loop;
    private final Generator generator;
    private final Mix mix;
    private final ClosedLoop model;
    private final long startNanos;
    private final Runnable ended;
    private int active;
    private boolean over;

    ClosedUsers(Loop loop, Generator generator, Mix mix, ClosedLoop model, long startNanos, Runnable ended) {
        this.loop = loop;
        this.generator = generator;
        this.mix = mix;
        this.model = model;
        this.startNanos = startNanos;
        this.ended = ended;
    }

    void start() {
        active = model.users();
        for (int i = 0; i < model.users(); i++) {
            readyAt(startNanos);
        }
    }

    void stop() {
        if (!over) {
            over = true;
            ended.run();
        }
    }

    private void readyAt(long nanos) {
        if (nanos >= startNanos + model.duration().toNanos()) {
            if (--active == 0) {
                stop();
            }
            return;
        }
        loop.at(nanos, () -> {
            if (!over) {
                // From when the loop had time for the user, too, would hide the generator's own lateness.
                generator.arrive(mix, nanos, Optional.empty(), this::answered);
            }
        });
    }

    private void answered() {
        if (!over) {
            readyAt(loop.nanoTime() + model.thinkTime().toNanos());
        }
    }
}

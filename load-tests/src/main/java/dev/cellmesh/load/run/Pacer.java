package dev.cellmesh.load.run;

import dev.cellmesh.load.schedule.Arrivals;
import java.util.Optional;

/**
 * Lets the arrivals of one phase happen at their times, whatever became of the ones before. When it is behind, it hurries, but
 * lets the loop read answers in between.
 */
final class Pacer {
    /** Arrivals in a row before the loop may read: about half a millisecond of work. */
    private static final int BURST = 16;

    /** What happens at an arrival. */
    interface Arrival {
        void at(long intendedNanos, Optional<String> operation);
    }

    private final Loop loop;
    private final Arrivals arrivals;
    private final long startNanos;
    private final Arrival arrival;
    private final Runnable ended;
    private long nextNanos;
    private boolean over;

    Pacer(Loop loop, Arrivals arrivals, long startNanos, Arrival arrival, Runnable ended) {
        this.loop = loop;
        this.arrivals = arrivals;
        this.startNanos = startNanos;
        this.arrival = arrival;
        this.ended = ended;
    }

    void start() {
        advance();
        go();
    }

    /**
     * No more arrivals.
     *
     * @return how many were due and had not happened yet
     */
    long stop() {
        if (over) {
            return 0;
        }
        over = true;
        long now = loop.nanoTime();
        long missed = 0;
        while (nextNanos <= now) {
            missed++;
            advance();
        }
        ended.run();
        return missed;
    }

    private void go() {
        if (over) {
            return;
        }
        int burst = 0;
        while (nextNanos <= loop.nanoTime()) {
            if (burst++ == BURST) {
                loop.at(loop.nanoTime(), this::go);
                return;
            }
            long intended = nextNanos;
            Optional<String> operation = arrivals.operation();
            advance();
            arrival.at(intended, operation);
            if (over) {
                return;
            }
        }
        if (nextNanos == Long.MAX_VALUE) {
            over = true;
            ended.run();
        } else {
            loop.at(nextNanos, this::go);
        }
    }

    private void advance() {
        long offset = arrivals.nextNanos();
        nextNanos = offset == Arrivals.END ? Long.MAX_VALUE : startNanos + offset;
    }
}

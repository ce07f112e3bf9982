package dev.cellmesh.load.schedule;

import java.util.Optional;

/**
 * When is the next request meant to start, whatever became of the ones before? One instance is one run through the
 * arrivals of a phase; it is a pure object, without clock and thread, and not to be shared by threads.
 */
public interface Arrivals {
    /** What {@link #nextNanos} says from the end on. */
    long END = Long.MAX_VALUE;

    /** Nanoseconds from the start of the phase, never smaller than the one before; {@link #END} when no more come. */
    long nextNanos();

    /** Which operation the arrival returned last asks for; empty when the mix decides. */
    default Optional<String> operation() {
        return Optional.empty();
    }
}

package dev.cellmesh.local.prove.isolation.load;

import dev.cellmesh.load.record.Recording;
import java.time.Duration;
import java.util.Map;

/**
 * How did a run of load go?
 *
 * @param startNanos when the first request was meant to start, {@code System.nanoTime}
 * @param doneNanos when each event was done, by its name
 * @param generator what it did and failed to do
 */
public record Course(Answers answers, long startNanos, Map<String, Long> doneNanos, Recording.Generator generator) {
    /** Answers to what was meant to start between two moments of the run. */
    public Answers between(Duration from, Duration to) {
        return answers.between(startNanos + from.toNanos(), startNanos + to.toNanos());
    }

    /**
     * The same, if the load was what the schedules say.
     *
     * @throws IllegalStateException when the generator could not send some of it: then less was asked than should be
     */
    public Course whole() {
        if (generator.dropped() > 0) {
            throw new IllegalStateException(
                    generator.dropped() + " requests could not be sent: too much was under way for one generator");
        }
        return this;
    }
}

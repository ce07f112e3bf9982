package dev.cellmesh.local.prove.isolation.load;

import dev.cellmesh.load.client.PreparedRequest;
import dev.cellmesh.load.schedule.OpenModel;
import java.util.random.RandomGenerator;

/**
 * Load of one kind, for a while, from the start of a run.
 *
 * @param name of its answers
 * @param arrivals when requests come, whatever became of the ones before
 * @param requests what they ask for
 */
public record Stream(String name, OpenModel arrivals, Requests requests) {
    /** What is asked next? Called on the generator's loop: it must not block. */
    public interface Requests {
        Asked next(RandomGenerator random);
    }

    /** @param tenant who asks; its answers bear it */
    public record Asked(String tenant, PreparedRequest request) {}
}

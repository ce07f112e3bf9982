package dev.cellmesh.local.prove.isolation.load;

import java.time.Duration;

/**
 * What is done to the mesh while load runs?
 *
 * @param at from the start of the load
 * @param what as the log says it
 * @param action blocks; runs on a thread of its own
 */
public record Event(Duration at, String what, Runnable action) {}

package dev.cellmesh.load.schedule;

import java.time.Duration;

/** How does load come about: from outside, or from users who wait for their answers? */
public sealed interface LoadModel permits OpenModel, ClosedLoop {
    /** Longer than zero. */
    Duration duration();

    /** For people, such as {@code 500/s for 30 s}. */
    String describe();
}

package dev.cellmesh.local.prove.isolation;

import dev.cellmesh.local.prove.Finding;
import java.time.Duration;
import java.util.List;

/**
 * Does one promise of isolation hold? On meshes of its own, one after the other: the one with all protections, then the same
 * without the one that the promise rests on, which has to break it. Blocks until it is known.
 */
interface Check {
    /** Lower case, with hyphens: what {@code --only} takes. */
    String name();

    /** What it shows, in a line. */
    String purpose();

    /** About how long it takes, meshes and controls included. */
    Duration lasts(Scale scale);

    List<Finding> run(World world) throws Exception;
}

package dev.cellmesh.local.prove.consistency;

import dev.cellmesh.local.prove.Finding;
import java.util.List;

/** Does one promise hold? Blocks until it is known. */
interface Check {
    /** Lower case, with hyphens: what {@code --only} takes. */
    String name();

    /** What it finds; a promise that is plainly broken may also end it with a {@code Violation}. */
    List<Finding> run(World world) throws Exception;
}

package dev.cellmesh.local.postgres;

import dev.cellmesh.model.Region;
import dev.cellmesh.runtime.node.Endpoint;

/**
 * How does something in one region reach a port of another one? Through a WAN link, or directly. Called at each start of
 * a member; the same question has the same answer as long as the mesh runs.
 */
@FunctionalInterface
public interface LinkResolver {
    LinkResolver DIRECT = (from, to, target) -> target;

    Endpoint via(Region from, Region to, Endpoint target);
}

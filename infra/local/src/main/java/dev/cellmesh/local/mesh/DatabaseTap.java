package dev.cellmesh.local.mesh;

import dev.cellmesh.runtime.node.Endpoint;

/** What do nodes connect to instead of a database's own address? For whoever wants to count or to disturb. */
@FunctionalInterface
public interface DatabaseTap {
    DatabaseTap NONE = (ring, database) -> database;

    /** Where the nodes connect to; may block until it listens there. */
    Endpoint before(String ring, Endpoint database);
}

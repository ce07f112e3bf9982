package dev.cellmesh.runtime.database;

import dev.cellmesh.runtime.node.DatabaseSizes;

/**
 * Who uses databases, and how much of them? Each user has connections and queues of its own, so that one whose statements do
 * not end takes nothing from the others.
 *
 * @param user the name of a service, or of what a node does for itself; lower case, for metrics and the servers' list of sessions
 */
public record DatabaseUse(String user, DatabaseSizes sizes) {}

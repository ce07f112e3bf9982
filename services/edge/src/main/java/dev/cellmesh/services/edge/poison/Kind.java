package dev.cellmesh.services.edge.poison;

/**
 * All requests of one tenant for one operation.
 *
 * @param template of the operation's path, or one word for all that are not known
 */
public record Kind(String tenant, String method, String template) {}

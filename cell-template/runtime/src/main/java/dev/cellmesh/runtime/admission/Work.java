package dev.cellmesh.runtime.admission;

import dev.cellmesh.model.admission.Priority;

/**
 * What is an operation to the admission?
 *
 * @param service that it belongs to
 * @param priority as declared
 */
public record Work(String service, Priority priority) {}

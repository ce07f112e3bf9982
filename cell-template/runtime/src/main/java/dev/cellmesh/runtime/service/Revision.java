package dev.cellmesh.runtime.service;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.merge.HybridTimestamp;

/**
 * What was written, when, and where? The value of one version of an entity that keeps concurrent versions.
 *
 * @param value immutable, with equals by content and a toString that tells different values apart
 * @param writtenAt later than all that its writer knew of the entity
 * @param region whose own row it was written to
 */
public record Revision<V>(V value, HybridTimestamp writtenAt, Region region) {}

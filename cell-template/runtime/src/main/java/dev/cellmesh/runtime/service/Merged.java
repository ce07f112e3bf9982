package dev.cellmesh.runtime.service;

import dev.cellmesh.model.merge.VersionVector;
import java.time.Instant;
import java.util.Optional;

/**
 * What is known of an entity that every region may write, here and now?
 *
 * @param state of all regions, merged
 * @param own the state in this region's own row, as the merge's first part
 * @param versions of the rows that were merged, by region
 * @param createdAt by the first region that wrote it; empty when none has
 */
public record Merged<S>(
        S state, S own, VersionVector versions, Optional<Instant> createdAt, Optional<Instant> modifiedAt) {
    public boolean exists() {
        return createdAt.isPresent();
    }
}

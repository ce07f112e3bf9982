package dev.cellmesh.model.profile;

import dev.cellmesh.model.consistency.Durability;

/**
 * What does a write promise?
 *
 * @param durability who has it before it is acknowledged
 * @param precondition what it makes of {@code If-Match}
 */
public record WriteProfile(
        String entity, Residence residence, ConflictRule conflicts, Durability durability, Precondition precondition)
        implements Profile {}

package dev.cellmesh.runtime.conflict;

import dev.cellmesh.model.TenantId;

/**
 * Which entity is it, whatever it means?
 *
 * @param type as in its rows
 */
public record EntityKey(TenantId tenant, String type, String id) {}

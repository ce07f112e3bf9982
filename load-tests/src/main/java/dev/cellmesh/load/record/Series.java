package dev.cellmesh.load.record;

/**
 * Which requests are counted together?
 *
 * @param operation name in the scenario
 * @param region whose edge was asked; {@code -} when the target has no regions
 * @param group of tenants
 */
public record Series(String phase, String operation, String region, String group) {}

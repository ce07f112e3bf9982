package dev.cellmesh.runtime.signal;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.signal.HealthState;

/**
 * How does one edge see one cell?
 *
 * @param requests that the edge sent to it lately
 * @param errors of those
 * @param p99Millis of those; 0 when nobody knows
 */
public record CellSight(CellId cell, HealthState state, long requests, long errors, long p99Millis) {}

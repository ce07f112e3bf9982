package dev.cellmesh.model.consistency;

import dev.cellmesh.model.Region;
import java.time.Duration;
import java.util.Optional;

/**
 * What did a read or a write really get? Measured, never assumed.
 *
 * @param level at least the level that was asked
 * @param region where the rows were read or written
 * @param staleness how old the rows can be at most; zero when strong, empty when nobody can tell
 * @param position a token of this position sees all that this answer saw; empty when none could be read
 */
public record Served(ReadLevel level, Region region, Optional<Duration> staleness, Optional<Position> position) {}

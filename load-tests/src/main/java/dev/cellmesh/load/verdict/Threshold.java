package dev.cellmesh.load.verdict;

import java.time.Duration;
import java.util.Optional;

/**
 * What must hold? Such as {@code p99 < 50ms} for the group {@code victims}.
 *
 * @param phase empty for all phases that are not warm-up; likewise the other names
 * @param window when given, it must hold in every window of that length, not only in all of it
 * @param expression as the scenario has it
 */
public record Threshold(
        Optional<String> phase,
        Optional<String> operation,
        Optional<String> region,
        Optional<String> group,
        Expression expression,
        Optional<Duration> window) {}

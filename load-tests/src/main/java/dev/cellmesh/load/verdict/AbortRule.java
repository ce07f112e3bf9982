package dev.cellmesh.load.verdict;

import java.time.Duration;
import java.util.Optional;

/**
 * When is it pointless, or harmful, to go on? When the expression, such as {@code errors > 20%}, held for that long.
 *
 * @param group empty for all
 */
public record AbortRule(Optional<String> group, Expression when, Duration lasting) {}

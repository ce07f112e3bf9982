package dev.cellmesh.load.verdict;

import java.util.Optional;

/**
 * How did a threshold fare?
 *
 * @param seen in the unit of the threshold's limit; the worst window's, when it has windows; empty when nothing was measured
 * @param detail such as which window was the worst; may be empty
 * @param holds false, too, when nothing was measured
 */
public record Verdict(Threshold threshold, Optional<Double> seen, String detail, boolean holds) {}

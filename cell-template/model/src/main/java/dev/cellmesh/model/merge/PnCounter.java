package dev.cellmesh.model.merge;

import dev.cellmesh.model.Region;
import java.util.Optional;

/**
 * How much was counted up, less what was counted down, in all regions together? Two counters that only grow, so that a
 * merge never takes a decrement for an older value.
 *
 * <p>The PN-Counter of Shapiro, Preguiça, Baquero and Zawirski, "A comprehensive study of Convergent and
 * Commutative Replicated Data Types" (INRIA RR-7506, 2011). It may fall below zero: what
 * must not be oversold needs an escrow, not this.
 */
public record PnCounter(GCounter increments, GCounter decrements) {
    private static final PnCounter EMPTY = new PnCounter(GCounter.empty(), GCounter.empty());

    public static PnCounter empty() {
        return EMPTY;
    }

    /** Empty when the region has counted up, or down, as far as a {@link GCounter} goes; then nothing is counted. */
    public Optional<PnCounter> add(Region region, long delta) {
        if (delta == Long.MIN_VALUE) {
            return Optional.empty();
        }
        return delta < 0
                ? decrements.increment(region, -delta).map(grown -> new PnCounter(increments, grown))
                : increments.increment(region, delta).map(grown -> new PnCounter(grown, decrements));
    }

    public PnCounter merge(PnCounter other) {
        return new PnCounter(increments.merge(other.increments), decrements.merge(other.decrements));
    }

    public long value() {
        return increments.value() - decrements.value();
    }
}

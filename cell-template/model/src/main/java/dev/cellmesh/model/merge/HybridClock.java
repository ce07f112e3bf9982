package dev.cellmesh.model.merge;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What time is it, given what was seen from others and whatever the physical clock does? A hybrid logical clock: near the
 * physical time, strictly growing, and after everything it observed.
 *
 * <p>Kulkarni, Demirbas, Madappa, Avva and Leone, "Logical Physical Clocks" (OPODIS 2014), with three
 * differences:
 *
 * <ul>
 *   <li>seeing is not an event of its own: {@link #observe} only moves the clock, so reads use up no logical time;
 *   <li>when the logical part is used up, the wall part grows by a millisecond;
 *   <li>a time further ahead of the physical clock than {@code aheadMax} is refused, so that one broken clock cannot drag
 *       all others along. What is not after this clock anyway is never refused.
 * </ul>
 *
 * <p>Not thread-safe: made for one event loop. It needs no memory across restarts where each write comes
 * {@linkplain #nowAfter after} what it replaces.
 */
public final class HybridClock {
    /**
     * What clocks in step may differ by: far more than NTP leaves between machines, and the offset at which CockroachDB's
     * nodes are set to give up by default.
     */
    public static final Duration AHEAD_MAX_DEFAULT = Duration.ofMillis(500);

    private final InstantSource physical;
    private final long aheadMillisMax;
    private HybridTimestamp last = HybridTimestamp.ZERO;

    /** What became of a time that was seen? */
    public sealed interface Observation {
        /** Every later {@link #now()} is after the time that was seen. */
        record Accepted() implements Observation {}

        /**
         * One of the two physical clocks is wrong; this one did not move.
         *
         * @param aheadMillis of this node's physical clock; more than was allowed
         */
        record TooFarAhead(HybridTimestamp seen, long aheadMillis) implements Observation {}
    }

    /** @param aheadMax zero or more, whole milliseconds; see {@link #AHEAD_MAX_DEFAULT} */
    public HybridClock(InstantSource physical, Duration aheadMax) {
        if (aheadMax.isNegative()) {
            throw new IllegalArgumentException("a clock cannot be allowed to be " + aheadMax + " ahead");
        }
        this.physical = physical;
        this.aheadMillisMax = aheadMax.toMillis();
    }

    /** A time after all that were given or accepted before. */
    public HybridTimestamp now() {
        HybridTimestamp physicalNow = new HybridTimestamp(physicalMillis(), 0);
        last = physicalNow.isAfter(last) ? physicalNow : last.next();
        return last;
    }

    public Observation observe(HybridTimestamp seen) {
        if (seen.isAfter(last)) {
            long aheadMillis = seen.wallMillis() - physicalMillis();
            if (aheadMillis > aheadMillisMax) {
                return new Observation.TooFarAhead(seen, aheadMillis);
            }
            last = seen;
        }
        return new Observation.Accepted();
    }

    /**
     * The time for a write that replaces what was written at {@code seen}; empty when that is too far ahead: such a write
     * would lose against what it replaces, so it must be refused.
     */
    public Optional<HybridTimestamp> nowAfter(HybridTimestamp seen) {
        return switch (observe(seen)) {
            case Observation.Accepted accepted -> Optional.of(now());
            case Observation.TooFarAhead refused -> Optional.empty();
        };
    }

    /**
     * How far the last time that was given or accepted is ahead of the physical clock; zero or more. Beyond
     * {@code aheadMax} the physical clock has gone back, and other regions refuse what is written here.
     */
    public long aheadMillis() {
        return Math.max(0, last.wallMillis() - physicalMillis());
    }

    private long physicalMillis() {
        return Math.clamp(physical.millis(), 0L, HybridTimestamp.WALL_MILLIS_MAX);
    }

    @Override
    public String toString() {
        return "HybridClock(" + last + ", at most " + aheadMillisMax + " ms ahead)";
    }
}

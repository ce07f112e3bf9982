package dev.cellmesh.local.wan;

/**
 * What does one direction between two regions do to the bytes that are sent?
 *
 * @param delayMillis one way, so half of a round trip; a byte never arrives earlier; 0 to {@value #DELAY_MILLIS_MAX}
 * @param jitterMillis most that is added to the delay, evenly spread from 0; 0 to {@value #DELAY_MILLIS_MAX}
 * @param bandwidthBytesPerSecond shared by all connections of the direction, first come, first served; {@link #UNLIMITED},
 *     or 1 to {@value #BANDWIDTH_MAX}
 * @param stalled while true nothing is delivered; all that was held is, later
 */
public record LinkConditions(
        double delayMillis, double jitterMillis, long bandwidthBytesPerSecond, boolean stalled, Cut cut) {
    /** Longer than any timeout in the mesh, and short enough that due times cannot overflow. */
    public static final int DELAY_MILLIS_MAX = 60_000;

    /** 1 TiB/s: more than loopback moves. */
    public static final long BANDWIDTH_MAX = 1L << 40;

    public static final long UNLIMITED = 0;

    /** A plain forwarder. */
    public static final LinkConditions CLEAR = new LinkConditions(0, 0, UNLIMITED, false, Cut.NONE);

    private static final double NANOS_PER_MILLI = 1_000_000;

    /** @throws IllegalArgumentException with a sentence for the person who asked, when a value is out of range */
    public LinkConditions {
        requireMillis("delayMillis", delayMillis);
        requireMillis("jitterMillis", jitterMillis);
        if (bandwidthBytesPerSecond < UNLIMITED || bandwidthBytesPerSecond > BANDWIDTH_MAX) {
            throw new IllegalArgumentException("bandwidthBytesPerSecond must be 0 (no limit) to " + BANDWIDTH_MAX
                    + ", but is " + bandwidthBytesPerSecond);
        }
    }

    private static void requireMillis(String name, double millis) {
        if (!(millis >= 0 && millis <= DELAY_MILLIS_MAX)) {
            throw new IllegalArgumentException(name + " must be 0 to " + DELAY_MILLIS_MAX + ", but is " + millis);
        }
    }

    public LinkConditions withDelayMillis(double millis) {
        return new LinkConditions(millis, jitterMillis, bandwidthBytesPerSecond, stalled, cut);
    }

    public LinkConditions withJitterMillis(double millis) {
        return new LinkConditions(delayMillis, millis, bandwidthBytesPerSecond, stalled, cut);
    }

    public LinkConditions withBandwidthBytesPerSecond(long bytesPerSecond) {
        return new LinkConditions(delayMillis, jitterMillis, bytesPerSecond, stalled, cut);
    }

    public LinkConditions withStalled(boolean isStalled) {
        return new LinkConditions(delayMillis, jitterMillis, bandwidthBytesPerSecond, isStalled, cut);
    }

    public LinkConditions withCut(Cut to) {
        return new LinkConditions(delayMillis, jitterMillis, bandwidthBytesPerSecond, stalled, to);
    }

    long delayNanos() {
        return Math.round(delayMillis * NANOS_PER_MILLI);
    }

    long jitterNanos() {
        return Math.round(jitterMillis * NANOS_PER_MILLI);
    }

    boolean isLimited() {
        return bandwidthBytesPerSecond != UNLIMITED;
    }
}

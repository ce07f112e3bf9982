package dev.cellmesh.model.consistency;

import java.time.Duration;

/**
 * For how long may a replica of the global ring answer as if it were the primary? Since the newest heartbeat that it shows, if
 * that one names it. Writes wait for every replica that may hold a lease, and so for a silent one until its lease has surely
 * run out.
 */
public final class ReadLease {
    /**
     * Far above the delay of the widest WAN with a stall of a collector, so that a healthy replica always holds one; and short,
     * because a dead region stops the writes of global rows for as long.
     */
    public static final Duration LENGTH = Duration.ofSeconds(2);

    /** By how much the clocks of two databases may differ. With NTP it is some milliseconds; CockroachDB ends a node at 400. */
    public static final Duration CLOCK_DIFFERENCE_MAX = Duration.ofMillis(500);

    private ReadLease() {}

    /** @param age of the newest heartbeat, by the replica's clock, when the read is answered */
    public static boolean holds(Duration age) {
        return age.compareTo(LENGTH) <= 0;
    }

    /** @param sinceNotNamed since the first heartbeat that did not name the replica was written, at least */
    public static boolean hasSurelyRunOut(Duration sinceNotNamed) {
        return sinceNotNamed.compareTo(LENGTH.plus(CLOCK_DIFFERENCE_MAX)) > 0;
    }
}

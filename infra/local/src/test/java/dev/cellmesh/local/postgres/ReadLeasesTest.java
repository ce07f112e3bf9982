package dev.cellmesh.local.postgres;

import static dev.cellmesh.local.postgres.Rings.ASIA;
import static dev.cellmesh.local.postgres.Rings.EU;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.consistency.ReadLease;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ReadLeasesTest {
    private static final long TICK = Duration.ofMillis(100).toNanos();
    private static final long LEASE =
            ReadLease.LENGTH.plus(ReadLease.CLOCK_DIFFERENCE_MAX).toNanos();

    private final ReadLeases leases = new ReadLeases(List.of(EU, ASIA));
    private final Map<Region, Long> replayed = new HashMap<>();
    private Set<Region> listed = Set.of(EU, ASIA);
    private long nanos;
    private long lsn = 1_000;

    /** Beats, looks, and changes the list as it is told to. */
    private void tick(Region... confirming) {
        nanos += TICK;
        lsn += 100;
        for (Region region : confirming) {
            replayed.put(region, lsn);
        }
        leases.beaten(leases.holders(), nanos);
        listed = Set.copyOf(leases.look(nanos, lsn, replayed, listed));
    }

    private void ticks(Duration time, Region... confirming) {
        for (long until = nanos + time.toNanos(); nanos < until; ) {
            tick(confirming);
        }
    }

    @Test
    void whoFollowsIsNamedAndWaitedFor() {
        ticks(ReadLeases.SETTLING.multipliedBy(2), EU, ASIA);
        assertThat(leases.holders()).containsExactlyInAnyOrder(EU, ASIA);
        assertThat(listed).containsExactlyInAnyOrder(EU, ASIA);
    }

    @Test
    void whoIsSilentIsWaitedForUntilItsLeaseHasRunOut() {
        ticks(ReadLeases.SETTLING.multipliedBy(2), EU, ASIA);
        ticks(ReadLeases.SILENCE_MAX.plusMillis(300), EU);
        assertThat(leases.holders()).containsExactly(EU);
        assertThat(listed).contains(ASIA);

        ticks(Duration.ofNanos(LEASE - 4 * TICK), EU);
        assertThat(listed).contains(ASIA);
        ticks(Duration.ofNanos(6 * TICK), EU);
        assertThat(listed).containsExactly(EU);
        assertThat(leases.holders()).containsExactly(EU);
    }

    @Test
    void whoComesBackIsWaitedForFirstAndNamedLater() {
        ticks(ReadLeases.SETTLING.multipliedBy(2), EU, ASIA);
        ticks(ReadLeases.SILENCE_MAX.plusNanos(LEASE).multipliedBy(2), EU);
        tick(EU, ASIA);
        assertThat(listed).contains(ASIA);
        assertThat(leases.holders()).containsExactly(EU);
        ticks(ReadLeases.SETTLING.plusNanos(2 * TICK), EU, ASIA);
        assertThat(leases.holders()).containsExactlyInAnyOrder(EU, ASIA);
    }

    @Test
    void aShortSilenceChangesNothing() {
        ticks(ReadLeases.SETTLING.multipliedBy(2), EU, ASIA);
        ticks(ReadLeases.SILENCE_MAX.minusNanos(3 * TICK), EU);
        assertThat(leases.holders()).containsExactlyInAnyOrder(EU, ASIA);
    }

    /** Whatever is connected, lost, and late: nobody who is not waited for can hold a lease. */
    @Property(tries = 1_000)
    void whoIsNotWaitedForHoldsNoLease(@ForAll long seed) {
        Random random = new Random(seed);
        ReadLeases any = new ReadLeases(List.of(EU, ASIA));
        Map<Region, Long> to = new HashMap<>();
        Map<Region, Long> leaseUntil = new HashMap<>();
        Set<Region> inForce = Set.of(EU, ASIA);
        long now = 0;
        long end = 0;
        Set<Region> healthy = new TreeSet<>(List.of(EU, ASIA));
        for (int step = 0; step < 300; step++) {
            now += 1 + random.nextLong(3 * TICK);
            end += random.nextInt(200);
            if (random.nextInt(20) == 0) {
                healthy = new TreeSet<>(random.nextBoolean() ? List.of(EU) : List.of(EU, ASIA));
            }
            for (Region each : healthy) {
                to.put(each, end);
            }
            Set<Region> named = any.holders();
            for (Region each : named) {
                assertThat(inForce).as("named at %s", now).contains(each);
                leaseUntil.put(each, now + LEASE);
            }
            // Of some beats nobody hears whether they were written.
            if (random.nextInt(5) != 0) {
                any.beaten(named, now);
            }
            Set<Region> wanted = Set.copyOf(any.look(now, end, to, inForce));
            // The server may take its time with a new list.
            if (random.nextInt(3) != 0) {
                inForce = wanted;
            }
            for (Region each : List.of(EU, ASIA)) {
                assertThat(inForce.contains(each) || leaseUntil.getOrDefault(each, 0L) <= now)
                        .as("%s at %s", each, now)
                        .isTrue();
            }
        }
    }
}

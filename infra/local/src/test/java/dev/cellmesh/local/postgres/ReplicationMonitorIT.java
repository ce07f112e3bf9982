package dev.cellmesh.local.postgres;

import static dev.cellmesh.local.postgres.Rings.ASIA;
import static dev.cellmesh.local.postgres.Rings.EU;
import static dev.cellmesh.local.postgres.Rings.US;
import static dev.cellmesh.local.postgres.Rings.await;
import static dev.cellmesh.local.postgres.Rings.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.local.process.ProcessReaper;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.consistency.RingId;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class ReplicationMonitorIT {
    private ReplicationMonitor monitor;

    private MemberHealth of(RingId ring, Region region) {
        return monitor.snapshot().stream()
                .filter(health -> health.ring().equals(ring))
                .flatMap(health -> health.members().stream())
                .filter(member -> member.region().equals(region))
                .findFirst()
                .orElseThrow();
    }

    private void awaitMember(RingId ring, Region region, Predicate<MemberHealth> condition) throws Exception {
        await(() -> condition.test(of(ring, region)));
    }

    @Test
    void tellsLagFromSilenceAndFromDeath() throws Exception {
        try (ProcessReaper reaper = ProcessReaper.start();
                RingSet rings = Rings.temporary(reaper)) {
            rings.start();
            RingId id = RingId.of(US);
            PostgresRing ring = rings.ring(id);
            try (ReplicationMonitor started = ReplicationMonitor.start(rings.rings())) {
                monitor = started;
                // Before the migrations: bytes, but no milliseconds.
                await(() -> monitor.snapshot().stream().allMatch(RingHealth::complete));
                assertThat(of(id, EU).lagMillis()).isEmpty();
                awaitMember(id, EU, member -> member.lagBytes().orElse(1) == 0);

                Rings.migrateHeartbeat(ring);
                awaitMember(id, EU, member -> member.lagMillis().orElse(1) == 0);
                assertThat(of(id, US)).satisfies(primary -> {
                    assertThat(primary.primary()).isTrue();
                    assertThat(primary.lagBytes()).hasValue(0);
                });

                idleRing(id, ring);
                deadMembers(id, ring);
            }
        }
    }

    private void idleRing(RingId id, PostgresRing ring) throws Exception {
        // What does not write grows "old" by PostgreSQL's own figure, though nothing is missing.
        RingId idle = RingId.of(ASIA);
        await(() -> of(idle, EU).lagBytes().orElse(1) == 0);

        value(ring, EU, "SELECT pg_wal_replay_pause()::text");
        awaitMember(
                id,
                EU,
                member ->
                        member.lagMillis().orElse(0) > 700 && member.lagBytes().orElse(0) > 0);
        assertThat(of(id, EU).connected()).isTrue();
        awaitMember(id, ASIA, member -> member.lagMillis().orElse(1) == 0);
        value(ring, EU, "SELECT pg_wal_replay_resume()::text");
        awaitMember(id, EU, member -> member.lagMillis().orElse(1) == 0);
    }

    private void deadMembers(RingId id, PostgresRing ring) throws Exception {
        ring.kill(EU);
        awaitMember(id, EU, member -> !member.reachable() && !member.connected());
        assertThat(of(id, EU).lagBytes()).isEmpty();
        assertThat(of(id, EU).lagMillis()).isEmpty();

        // With both gone, beats still go on at the primary: they wait for nobody.
        ring.kill(ASIA);
        awaitMember(id, ASIA, member -> !member.reachable());
        String beats = "SELECT beat FROM heartbeat";
        long before = Long.parseLong(value(ring, US, beats));
        await(() -> Long.parseLong(value(ring, US, beats)) > before);
        ring.start(EU);
        ring.start(ASIA);
        awaitMember(id, EU, member -> member.connected() && member.lagMillis().orElse(1) == 0);

        // Without a primary nobody knows what is missing: the age of what is seen goes on growing.
        ring.killPrimary();
        awaitMember(id, US, member -> !member.reachable());
        awaitMember(
                id,
                EU,
                member -> member.reachable()
                        && !member.connected()
                        && member.lagBytes().isEmpty());
        awaitMember(id, EU, member -> member.lagMillis().orElse(0) > 700);
        ring.start(US);
        awaitMember(id, EU, member -> member.connected() && member.lagMillis().orElse(1) == 0);
    }
}

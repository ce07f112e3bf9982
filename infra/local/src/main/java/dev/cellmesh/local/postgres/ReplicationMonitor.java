package dev.cellmesh.local.postgres;

import dev.cellmesh.model.Region;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * How far is each replica behind its primary, right now? Every 250 ms and per ring it asks the standbys where they are,
 * and then the primary. Works before the migrations have made the heartbeat table, too: without {@code lagMillis} then. It also
 * lets the primaries' hearts beat, and so keeps the read leases of the global ring.
 */
public final class ReplicationMonitor implements AutoCloseable {
    private static final long LOOK_MILLIS = 250;
    /** How long a round waits for answers before it goes on with the last ones. */
    private static final long ROUND_MILLIS = 100;

    private final List<Watch> watches = new ArrayList<>();
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

    private ReplicationMonitor(List<PostgresRing> rings) {
        rings.forEach(ring -> watches.add(new Watch(ring)));
    }

    public static ReplicationMonitor start(List<PostgresRing> rings) {
        ReplicationMonitor monitor = new ReplicationMonitor(rings);
        monitor.watches.forEach(watch -> {
            monitor.executor.execute(() -> monitor.run(watch));
            monitor.executor.execute(watch.heartbeat);
        });
        return monitor;
    }

    /** The last round of each ring, in the order of the rings; never blocks. */
    public List<RingHealth> snapshot() {
        return watches.stream().map(watch -> watch.health).toList();
    }

    /** Ends the rounds; does not wait for them. */
    @Override
    public void close() {
        watches.forEach(watch -> watch.heartbeat.close());
        executor.shutdownNow();
        watches.forEach(watch -> watch.probes.values().forEach(MemberProbe::close));
    }

    private void run(Watch watch) {
        MemberProbe primary = watch.probes.get(watch.ring.primaryRegion());
        List<MemberProbe> standbys =
                watch.ring.standbys().stream().map(watch.probes::get).toList();
        try {
            while (!executor.isShutdown()) {
                long begin = System.nanoTime();
                ask(standbys);
                ask(List.of(primary));
                watch.health = watch.compose();
                long spentMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
                TimeUnit.MILLISECONDS.sleep(Math.max(1, LOOK_MILLIS - spentMillis));
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whoever does not answer in time is judged by the last answer; {@code compose} knows how old that is. */
    private boolean ask(List<MemberProbe> probes) throws InterruptedException {
        CountDownLatch answered = new CountDownLatch(probes.size());
        probes.forEach(probe -> probe.ask(executor, answered::countDown));
        return answered.await(ROUND_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** One ring and what its members said. */
    private static final class Watch {
        private final PostgresRing ring;
        private final Map<Region, MemberProbe> probes = new LinkedHashMap<>();
        private final Heartbeat heartbeat;
        private volatile RingHealth health;

        private Watch(PostgresRing ring) {
            this.ring = ring;
            for (Region region : ring.regions()) {
                boolean primary = region.equals(ring.primaryRegion());
                probes.put(
                        region, new MemberProbe(ring.id().name(), primary, () -> open(region, "replication-monitor")));
            }
            heartbeat = new Heartbeat(ring.id(), ring.standbys(), () -> open(ring.primaryRegion(), "heartbeat"));
            health = compose();
        }

        private Connection open(Region region, String application) throws SQLException {
            return RingAdmin.connect(
                    ring.endpoint(region),
                    RingCredentials.DATABASE,
                    ring.credentials().adminPassword(),
                    application,
                    MemberProbe.SILENCE_SECONDS);
        }

        private RingHealth compose() {
            long now = System.nanoTime();
            Optional<MemberProbe.Sample> primary =
                    probes.get(ring.primaryRegion()).last().filter(sample -> fresh(sample, now));
            List<MemberHealth> members = new ArrayList<>();
            probes.forEach((region, probe) -> members.add(
                    region.equals(ring.primaryRegion())
                            ? ofPrimary(region, primary.isPresent())
                            : ofStandby(region, probe.last().filter(sample -> fresh(sample, now)), primary, now)));
            return new RingHealth(ring.id(), members);
        }

        private static MemberHealth ofPrimary(Region region, boolean reachable) {
            OptionalLong lag = reachable ? OptionalLong.of(0) : OptionalLong.empty();
            return new MemberHealth(region, true, reachable, reachable, lag, lag);
        }

        private static MemberHealth ofStandby(
                Region region, Optional<MemberProbe.Sample> own, Optional<MemberProbe.Sample> primary, long now) {
            boolean connected = primary.isPresent() && primary.get().receivers().contains(region.name());
            if (own.isEmpty()) {
                return new MemberHealth(region, false, false, connected, OptionalLong.empty(), OptionalLong.empty());
            }
            MemberProbe.Sample sample = own.get();
            OptionalLong lagBytes = primary.isPresent()
                    ? OptionalLong.of(Math.max(0, primary.get().lsn() - sample.lsn()))
                    : OptionalLong.empty();
            // A primary asked before the standby says nothing about what it has written since.
            boolean nothingMissing = primary.isPresent()
                    && primary.get().nanos() >= sample.nanos()
                    && sample.lsn() >= primary.get().lsn();
            OptionalLong lagMillis = nothingMissing && sample.beatAgeMillis().isPresent()
                    ? OptionalLong.of(0)
                    : grown(sample.beatAgeMillis(), TimeUnit.NANOSECONDS.toMillis(now - sample.nanos()));
            return new MemberHealth(region, false, true, connected, lagBytes, lagMillis);
        }

        private static OptionalLong grown(OptionalLong ageMillis, long moreMillis) {
            return ageMillis.isPresent() ? OptionalLong.of(ageMillis.getAsLong() + moreMillis) : ageMillis;
        }

        private static boolean fresh(MemberProbe.Sample sample, long now) {
            return now - sample.nanos() < TimeUnit.SECONDS.toNanos(MemberProbe.SILENCE_SECONDS);
        }
    }
}

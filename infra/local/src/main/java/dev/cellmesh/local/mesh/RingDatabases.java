package dev.cellmesh.local.mesh;

import dev.cellmesh.local.postgres.DataFolderException;
import dev.cellmesh.local.postgres.MemberHealth;
import dev.cellmesh.local.postgres.PostgresRing;
import dev.cellmesh.local.postgres.ReplicationMonitor;
import dev.cellmesh.local.postgres.RingCredentials;
import dev.cellmesh.local.postgres.RingDrills;
import dev.cellmesh.local.postgres.RingSet;
import dev.cellmesh.local.process.ProcessReaper;
import dev.cellmesh.local.wan.WanFabric;
import dev.cellmesh.migrations.Migrations;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.consistency.RingId;
import dev.cellmesh.runtime.database.Databases;
import dev.cellmesh.runtime.node.RingConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How do rings of PostgreSQL servers, started here, carry a mesh? */
final class RingDatabases implements MeshDatabases {
    private final RingSet rings;
    private final MeshProgress progress;
    private final Set<Sabotage> sabotage;
    private volatile ReplicationMonitor monitor;

    /**
     * @param folder where the data are kept; they go with the mesh when empty
     * @param connectionsMax of each server
     */
    RingDatabases(
            Optional<Path> folder,
            WanFabric wan,
            ProcessReaper reaper,
            int connectionsMax,
            Set<Sabotage> sabotage,
            MeshProgress progress) {
        this.progress = progress;
        this.sabotage = sabotage;
        this.rings = new RingSet(
                new RingSet.Options(MeshOptions.REGIONS, folder, wan::link, reaper, connectionsMax, progress::part));
    }

    @Override
    public void start() throws Exception {
        try {
            rings.start();
        } catch (DataFolderException e) {
            throw new RefusedException(e.getMessage());
        } catch (IOException e) {
            throw new MeshStartException("the databases", e.getMessage(), e);
        }
        Together.run(rings.rings().stream()
                .<Together.Task>map(ring -> () -> migrate(ring))
                .toList());
        monitor = ReplicationMonitor.start(rings.rings());
    }

    private void migrate(PostgresRing ring) throws Exception {
        long began = System.nanoTime();
        String url = ring.jdbcUrl(ring.primaryRegion());
        if (ring.id().equals(RingId.GLOBAL)) {
            Migrations.global(url, RingCredentials.USER, password());
        } else {
            Migrations.home(url, RingCredentials.USER, password(), ring.id().name());
        }
        for (Sabotage each : sabotage) {
            RingDrills.run(ring, PostgresSabotage.statements(each, ring.id()));
        }
        progress.part(
                "tables of ring " + ring.id(),
                Duration.ofNanos(System.nanoTime() - began).toMillis());
    }

    @Override
    public Login login() {
        return new Login(Databases.POSTGRES, RingCredentials.DATABASE, RingCredentials.USER, password());
    }

    private String password() {
        return rings.credentials().password();
    }

    @Override
    public RingConfig seenFrom(RingId ring, Region region) {
        return rings.ring(ring).seenFrom(region);
    }

    @Override
    public List<MeshStatus.RingStatus> status() {
        return monitor.snapshot().stream()
                .map(ring -> new MeshStatus.RingStatus(
                        ring.ring().name(),
                        ring.members().stream()
                                .sorted(Comparator.comparing(member -> !member.primary()))
                                .map(RingDatabases::status)
                                .toList()))
                .toList();
    }

    private static MeshStatus.MemberStatus status(MemberHealth member) {
        return new MeshStatus.MemberStatus(
                member.region().name(),
                member.primary() ? "primary" : "replica",
                member.reachable(),
                member.connected(),
                member.lagBytes().orElse(-1),
                member.lagMillis().orElse(-1));
    }

    @Override
    public void kill(RingId ring, Region region) {
        try {
            rings.ring(ring).kill(region);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void start(RingId ring, Region region) {
        try {
            if (!rings.ring(ring).alive(region)) {
                rings.ring(ring).start(region);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a database started", e);
        }
    }

    @Override
    public void pauseReplay(RingId ring, Region region, boolean paused) {
        try {
            if (paused) {
                RingDrills.pauseReplay(rings.ring(ring), region);
            } else {
                RingDrills.resumeReplay(rings.ring(ring), region);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(ring + " in " + region + " did not do it: " + e.getMessage(), e);
        }
    }

    @Override
    public long endWaitingCommits(RingId ring) {
        try {
            return RingDrills.endWaitingCommits(rings.ring(ring));
        } catch (SQLException e) {
            throw new IllegalStateException("the primary of " + ring + " did not do it", e);
        }
    }

    @Override
    public void stall(RingId ring, String service, Duration lasts) {
        try {
            RingDrills.stall(rings.ring(ring), ServiceTables.of(service), lasts);
        } catch (SQLException e) {
            throw new IllegalStateException("the primary of " + ring + " did not do it", e);
        }
    }

    /** The postmasters, and their backends below them. */
    @Override
    public List<ProcessHandle> processes() {
        List<ProcessHandle> all = new ArrayList<>();
        for (PostgresRing ring : rings.rings()) {
            for (Region region : ring.regions()) {
                ProcessHandle.of(ring.pid(region)).ifPresent(postmaster -> {
                    all.add(postmaster);
                    postmaster.descendants().forEach(all::add);
                });
            }
        }
        return all;
    }

    @Override
    public void close() {
        if (monitor != null) {
            monitor.close();
        }
        try {
            rings.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

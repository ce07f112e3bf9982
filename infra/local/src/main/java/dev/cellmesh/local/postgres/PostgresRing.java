package dev.cellmesh.local.postgres;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.consistency.RingId;
import dev.cellmesh.runtime.node.Endpoint;
import dev.cellmesh.runtime.node.RingConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Which servers hold the rows of one home region, or the global ones? A primary at home and a streaming standby in each
 * other region, real PostgreSQL processes. Members are killed and started one by one for drills; their ports stay the
 * same as long as the ring lives. Safe for use by many threads; every method here blocks.
 */
public final class PostgresRing {
    /** A fresh or recovered standby streams within a second or so; a broken link shows after this. */
    private static final long STREAMING_MILLIS = 20_000;

    private final RingId id;
    private final Region primaryRegion;
    private final PostgresBinaries binaries;
    private final RingCredentials credentials;
    private final LinkResolver links;
    private final int connectionsMax;
    private final Map<Region, RingMember> members = new LinkedHashMap<>();

    PostgresRing(
            RingId id,
            Region primaryRegion,
            List<Region> regions,
            PostgresBinaries binaries,
            RingCredentials credentials,
            LinkResolver links,
            int connectionsMax,
            Function<Region, PostgresServer> serverOf) {
        this.id = id;
        this.primaryRegion = primaryRegion;
        this.binaries = binaries;
        this.credentials = credentials;
        this.links = links;
        this.connectionsMax = connectionsMax;
        regions.forEach(region -> members.put(region, new RingMember(region, serverOf.apply(region))));
    }

    public RingId id() {
        return id;
    }

    public Region primaryRegion() {
        return primaryRegion;
    }

    /** Where it has members: all regions of the mesh, in the mesh's order. */
    public List<Region> regions() {
        return List.copyOf(members.keySet());
    }

    public List<Region> standbys() {
        return members.keySet().stream()
                .filter(region -> !region.equals(primaryRegion))
                .toList();
    }

    public RingCredentials credentials() {
        return credentials;
    }

    /** Where a member listens, without any WAN link between. */
    public Endpoint endpoint(Region region) {
        return member(region).endpoint();
    }

    /** How a node in {@code region} reaches the ring: the primary through the WAN link unless it is at home. */
    public RingConfig seenFrom(Region region) {
        Endpoint primary = endpoint(primaryRegion);
        return new RingConfig(
                id.name(),
                region.equals(primaryRegion) ? primary : links.via(region, primaryRegion, primary),
                primaryRegion.name(),
                endpoint(region));
    }

    public boolean alive(Region region) {
        return member(region).alive();
    }

    /** The postmaster's. */
    public long pid(Region region) {
        return member(region).server().pid();
    }

    /** A session of the superuser in the mesh's database; its commits wait for no standby. */
    public Connection connectAsAdmin(Region region) throws SQLException {
        return RingAdmin.connect(endpoint(region), RingCredentials.DATABASE, credentials.adminPassword());
    }

    public String jdbcUrl(Region region) {
        return "jdbc:postgresql://" + endpoint(region) + "/" + RingCredentials.DATABASE;
    }

    /** {@code kill -9} of one member and all its processes; returns when they are gone. */
    public void kill(Region region) throws IOException {
        member(region).kill();
    }

    public void killPrimary() throws IOException {
        kill(primaryRegion);
    }

    /** Stops one member in order. */
    public void stop(Region region) throws IOException, InterruptedException {
        member(region).stop(true);
    }

    /**
     * Starts a member that was stopped or killed, on its data and port of before; returns when it takes connections. A
     * standby that fell too far behind is made anew.
     */
    public void start(Region region) throws IOException, InterruptedException {
        if (region.equals(primaryRegion)) {
            startPrimary();
        } else {
            startStandby(region);
        }
    }

    /** Makes a standby's data anew from the primary. */
    public void rebuild(Region region) throws IOException, InterruptedException {
        if (region.equals(primaryRegion)) {
            throw new IllegalArgumentException("the primary has nobody to copy from");
        }
        RingMember member = member(region);
        member.stop(false);
        FileTrees.delete(member.server().data());
        startStandby(region);
    }

    /** Makes what is missing and starts it; the primary must come first. */
    void startPrimary() throws IOException, InterruptedException {
        RingMember primary = member(primaryRegion);
        Path data = primary.server().data();
        if (!Files.exists(data)) {
            for (Region standby : standbys()) {
                if (Files.exists(member(standby).server().data())) {
                    throw new DataFolderException(
                            data, "the primary's data are gone, but the standby in " + standby + " has some");
                }
            }
            Files.createDirectories(data.getParent());
            Initdb.create(binaries, data, primary.server().log(), credentials.adminPassword());
        }
        primary.start(
                port -> ServerSettings.file(id, primaryRegion, port, connectionsMax, standbys(), Optional.empty()));
        // Not yet the mesh's database: this makes it.
        try (Connection admin =
                RingAdmin.connect(primary.endpoint(), RingAdmin.MAINTENANCE_DATABASE, credentials.adminPassword())) {
            RingAdmin.prepare(admin, credentials, standbys());
        } catch (SQLException e) {
            throw new IOException("cannot prepare the primary of " + id, e);
        }
    }

    void startStandby(Region region) throws IOException, InterruptedException {
        RingMember standby = member(region);
        RingMember primary = member(primaryRegion);
        if (primary.alive()) {
            try (Connection admin = connectAsAdmin(primaryRegion)) {
                Path data = standby.server().data();
                if (Files.exists(data) && !RingAdmin.canCatchUp(admin, region)) {
                    FileTrees.delete(data);
                }
                if (!Files.exists(data)) {
                    RingAdmin.renewSlot(admin, region);
                    BaseBackup.copy(admin, primary.server().data(), data);
                }
            } catch (SQLException e) {
                throw new IOException("cannot make the standby of " + id + " in " + region, e);
            }
        }
        Endpoint upstream = links.via(region, primaryRegion, primary.endpoint());
        standby.start(port -> ServerSettings.file(
                id,
                region,
                port,
                connectionsMax,
                List.of(),
                Optional.of(new Upstream(region, upstream, credentials.replicationPassword()))));
    }

    /** Returns when each standby receives what the primary writes. */
    void awaitStreaming() throws IOException, InterruptedException {
        try (Connection admin = connectAsAdmin(primaryRegion)) {
            RingAdmin.awaitStreaming(admin, standbys(), STREAMING_MILLIS);
        } catch (SQLException e) {
            throw new IOException("the primary of " + id + " is gone", e);
        }
    }

    RingMember member(Region region) {
        RingMember member = members.get(region);
        if (member == null) {
            throw new IllegalArgumentException("no member of " + id + " in " + region);
        }
        return member;
    }

    @Override
    public String toString() {
        return "PostgresRing[" + id + " at " + primaryRegion + "]";
    }
}

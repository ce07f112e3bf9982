package dev.cellmesh.local.mesh;

import dev.cellmesh.runtime.node.AdmissionSizes;
import dev.cellmesh.runtime.node.CellSizes;
import dev.cellmesh.runtime.node.DatabaseSizes;
import dev.cellmesh.runtime.node.RingConnections;
import dev.cellmesh.runtime.node.ServiceSizes;
import dev.cellmesh.runtime.service.CellService;
import java.util.ServiceLoader;

/**
 * How large are the cells of a mesh, so that all of them together fit on its database servers? The more cells, the smaller each
 * one's share, down to what a single busy tenant would feel. Pure.
 *
 * @param cellsPerRegion of the region that has most
 * @param cells of all regions together
 * @param services that each cell may serve
 */
record ConnectionPlan(int cellsPerRegion, int cells, int services) {
    /** More would need more memory for the servers' own tables (33 kB each) than they have for rows. */
    static final int SERVER_CONNECTIONS_MAX = 2_000;

    /** What the servers of small meshes were made with: a standby refuses to start with fewer than its primary ever had. */
    private static final int SERVER_CONNECTIONS_MIN = 150;

    /** Of a region's cells together, for the quorum writes of one service: 48 in 80 ms are 600 a second. */
    private static final int QUORUM_PER_RING = 48;
    /** One write each per WAN round trip: fewer would be felt by a single busy tenant. */
    private static final int QUORUM_MIN = 3;

    private static final int QUORUM_MAX = 12;
    private static final int LOCAL_PER_RING = 8;
    private static final int LOCAL_MAX = 2;
    /** Reads are pipelined, so few are enough. */
    private static final int READS_PER_RING = 8;

    private static final int READS_MAX = 2;
    /** To the primary of another region's ring, read when the own replica will not do. */
    private static final int FAR_PER_RING = 8;

    private static final int FAR_MAX = 2;
    /** To the global ring, whose writes come from every region and wait for all: each takes two round trips of its own. */
    private static final int FAR_WRITES_PER_RING = 16;

    private static final int FAR_WRITES_MAX = 4;

    /** What the slowest region's cells wait for a quorum. */
    private static final int QUORUM_MILLIS = 160;
    /** Enough for a burst of short statements, however few the connections are. */
    private static final int WAITERS_MIN = 64;

    private static final int IN_FLIGHT_MAX = 2_000;
    /** Of a service's places: a stall of reads leaves these to writes. */
    private static final int WRITES_RESERVED_PART = 4;

    private static final int BLOCKING_THREADS = 1;
    private static final int STATEMENT_TIMEOUT_MILLIS = 5_000;
    private static final int LOCK_TIMEOUT_MILLIS = 2_000;
    private static final int UPKEEP_WAITERS_MAX = 64;

    /** The control plane: tenants, audit, and the queue of conflicts. */
    private static final int CONTROL_PLANE_EACH = 4;

    /** The question whether the primary answers has a connection of its own. */
    private static final int READINESS = 1;
    /** Heartbeat, leases, monitor, drills, and what PostgreSQL keeps for superusers. */
    private static final int SERVER_RESERVED = 16;

    ConnectionPlan {
        if (services < 1 || cellsPerRegion < 1 || cells < cellsPerRegion) {
            throw new IllegalArgumentException(
                    cellsPerRegion + " cells a region, " + cells + " in all, " + services + " services");
        }
    }

    /** Of all services there are, whichever the mesh serves: so it does not change when a kept mesh is started with fewer. */
    static ConnectionPlan of(MeshOptions options) {
        int services = (int) ServiceLoader.load(CellService.class).stream().count();
        return new ConnectionPlan(
                options.cellsPerRegion(),
                options.cellsPerRegion() + options.cellsElsewhere() * (MeshOptions.REGIONS.size() - 1),
                Math.max(1, services));
    }

    CellSizes cell() {
        RingConnections near = new RingConnections(
                share(QUORUM_PER_RING, QUORUM_MIN, QUORUM_MAX),
                share(LOCAL_PER_RING, 1, LOCAL_MAX),
                share(READS_PER_RING, 1, READS_MAX));
        RingConnections far =
                new RingConnections(share(FAR_WRITES_PER_RING, 1, FAR_WRITES_MAX), 1, share(FAR_PER_RING, 1, FAR_MAX));
        int inFlightMax = IN_FLIGHT_MAX / services;
        return new CellSizes(
                IN_FLIGHT_MAX,
                AdmissionSizes.DEFAULT,
                new ServiceSizes(
                        inFlightMax,
                        inFlightMax / WRITES_RESERVED_PART,
                        BLOCKING_THREADS,
                        new DatabaseSizes(
                                near,
                                far,
                                Math.min(inFlightMax, waitersMax(near.quorum())),
                                DatabaseSizes.WAIT_MILLIS_MAX,
                                STATEMENT_TIMEOUT_MILLIS,
                                LOCK_TIMEOUT_MILLIS)),
                DatabaseSizes.even(1, UPKEEP_WAITERS_MAX, STATEMENT_TIMEOUT_MILLIS, LOCK_TIMEOUT_MILLIS));
    }

    CellSizes controlPlane() {
        CellSizes cell = cell();
        return new CellSizes(
                cell.inFlightMax(),
                cell.admission(),
                cell.service(),
                DatabaseSizes.even(
                        CONTROL_PLANE_EACH, UPKEEP_WAITERS_MAX, STATEMENT_TIMEOUT_MILLIS, LOCK_TIMEOUT_MILLIS));
    }

    /**
     * What a server must take, were every connection opened that may be: a primary whose ring all cells use. Each standby allows
     * the same, since it may become one.
     *
     * @throws RefusedException when that is more than a server can
     */
    int serverConnections() {
        CellSizes cell = cell();
        DatabaseSizes service = cell.service().database();
        int near = services * service.near().total() + cell.upkeep().near().total() + READINESS;
        int far = services * service.far().total() + cell.upkeep().far().total();
        int all = cellsPerRegion * near
                + (cells - cellsPerRegion) * far
                + controlPlane().upkeep().near().total()
                + READINESS
                + SERVER_RESERVED;
        if (all > SERVER_CONNECTIONS_MAX) {
            throw new RefusedException(cells + " cells with " + services + " services each may need " + all
                    + " connections to one database server, which has " + SERVER_CONNECTIONS_MAX
                    + ": start fewer --cells");
        }
        return Math.max(all, SERVER_CONNECTIONS_MIN);
    }

    private int share(int ofRegion, int min, int max) {
        return Math.clamp(ofRegion / cellsPerRegion, min, max);
    }

    /** As many as get a connection before their wait is over. */
    private static int waitersMax(int connections) {
        return Math.max(WAITERS_MIN, connections * DatabaseSizes.WAIT_MILLIS_MAX / QUORUM_MILLIS);
    }
}

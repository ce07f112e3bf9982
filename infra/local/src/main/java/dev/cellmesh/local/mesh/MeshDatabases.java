package dev.cellmesh.local.mesh;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.consistency.RingId;
import dev.cellmesh.runtime.node.RingConfig;
import java.time.Duration;
import java.util.List;

/** Which databases does a mesh stand on, how are they, and how are they broken for a drill? Blocks; safe for several threads. */
interface MeshDatabases extends AutoCloseable {
    /**
     * Returns when all servers are up and have their tables.
     *
     * @throws RefusedException when a person has to change something first
     * @throws MeshStartException when a server does not come up
     */
    void start() throws Exception;

    /** As whom do the nodes connect? See {@link dev.cellmesh.runtime.node.DatabaseConfig}. */
    record Login(String kind, String database, String user, String password) {}

    Login login();

    RingConfig seenFrom(RingId ring, Region region);

    /** The primary first; a server that does not answer is not up, whatever its process does. */
    List<MeshStatus.RingStatus> status();

    /** Ends a server at once, as a crash would. */
    void kill(RingId ring, Region region);

    /** Starts a server that was killed; leaves one that runs alone. */
    void start(RingId ring, Region region);

    /** A replica shows nothing new from now on, or everything again. */
    void pauseReplay(RingId ring, Region region, boolean paused);

    /** Ends the sessions whose commit waits for other regions now; how many that were. */
    long endWaitingCommits(RingId ring);

    /**
     * A service's statements wait in this ring for a while, and those of the others do not. Returns when it has begun.
     *
     * @throws Mesh.UnknownPartException when no tables are known of such a service
     */
    void stall(RingId ring, String service, Duration lasts);

    /** Those that were started here. */
    List<ProcessHandle> processes();

    @Override
    void close();
}

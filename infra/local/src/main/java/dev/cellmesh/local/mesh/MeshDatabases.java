package dev.cellmesh.local.mesh;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.consistency.RingId;
import java.util.List;

/** Which databases does a mesh stand on, how are they, and how are they broken for a drill? Blocks; safe for several threads. */
interface MeshDatabases extends MeshPlan.Servers, AutoCloseable {
    /** Of the application's user. */
    String password();

    List<MeshStatus.RingStatus> status();

    /** Ends a server at once, as a crash would. */
    void kill(RingId ring, Region region);

    /** Starts a server that was killed. */
    void start(RingId ring, Region region);

    /** The server processes. */
    List<ProcessHandle> processes();

    @Override
    void close();
}

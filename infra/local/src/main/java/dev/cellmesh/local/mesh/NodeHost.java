package dev.cellmesh.local.mesh;

import dev.cellmesh.runtime.node.NodeConfig;

/**
 * Where do the nodes of a mesh run: in this JVM, or each in a process of its own? Blocks; call it from a virtual thread, never
 * from an event loop. Safe for several threads.
 */
interface NodeHost extends AutoCloseable {
    /**
     * How often has a node ended by itself, and when does it come back?
     *
     * @param restartInMillis -1 when it is not waiting for that
     */
    record Crashes(int count, long restartInMillis) {
        static final Crashes NONE = new Crashes(0, -1);
    }

    /**
     * Starts a node that is not running, and returns when it listens.
     *
     * @throws MeshStartException when it does not come up; nothing of it is left then
     */
    void start(NodeConfig config);

    /**
     * Starts a node again that ended by itself, at the expense of nobody who did not, as far as the host can see to that.
     *
     * @throws MeshStartException likewise
     */
    default void startAgain(NodeConfig config) {
        start(config);
    }

    /** Ends a node as a crash would: at once, with everything it was doing. Nothing happens when it is not running. */
    void kill(String id);

    /** Lets a node finish what it was doing, for a bounded time, and ends it. */
    void stop(String id);

    boolean isRunning(String id);

    /** The process that a node runs in. */
    long pid(String id);

    /** Never waits for a node. */
    default Crashes crashes(String id) {
        return Crashes.NONE;
    }

    /** Stops every node; what starts meanwhile is stopped, too. */
    @Override
    void close();
}

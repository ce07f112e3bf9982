package dev.cellmesh.services.edge;

import dev.cellmesh.runtime.http.SocketLimits;

/**
 * How much does the edge give one request?
 *
 * @param bodyBytesMax 413 beyond
 * @param keptBytesMax bodies up to this size are collected before anything is sent, and can be sent again
 * @param bodyStallMillisMax 408 when the client sends nothing of its body for so long; the deadline bounds the whole
 * @param responseMillisMax from the head of the answer to its end, for clients that read slowly
 * @param abandonedMillisMax how long the answer to a write is waited for that nobody wants any more
 * @param connectMillisMax more than one round trip of the longest WAN link with a lost packet
 * @param lookMillisMax how long a cell has to give a sign of life, while a client waits for what is known of it then: two round trips
 *     of the longest WAN link, for a new connection and its answer, and some more
 * @param connectionsPerCellMax each carries one request at a time: more than one service of a cell may have in flight, so that the
 *     requests to one that stalls leave some to the others
 * @param waitersPerCellMax requests that wait for a connection; more are refused as overload
 */
record EdgeLimits(
        int bodyBytesMax,
        int keptBytesMax,
        int bodyStallMillisMax,
        int responseMillisMax,
        int abandonedMillisMax,
        int connectMillisMax,
        int lookMillisMax,
        int connectionsPerCellMax,
        int waitersPerCellMax,
        SocketLimits sockets) {
    /**
     * A connection costs about 10 KiB, so 10,000 are 100 MiB. A token may have 8 KiB, so the headers get twice that. No
     * request may take longer than 30 s, so a connection that is silent for 60 s has lost its client.
     */
    private static final SocketLimits STRANGERS =
            new SocketLimits(10_000, 8_192, 16_384, 10_000, 30_000, 60_000, 5_000);

    static final EdgeLimits DEFAULT =
            new EdgeLimits(1 << 20, 64 << 10, 5_000, 60_000, 10_000, 2_000, 600, 512, 512, STRANGERS);
}

package dev.cellmesh.runtime.http;

/**
 * How much may clients ask of a server's sockets?
 *
 * @param connectionsMax more are closed as they come
 * @param startLineBytesMax longer ones are refused with 414
 * @param headerBytesMax of all header fields together; more are refused with 431
 * @param headerMillisMax from the connect to the end of the first request's headers; slower ones are closed
 * @param keepAliveMillisMax from one answer to the end of the next request's headers; slower ones are closed
 * @param idleMillisMax without a byte in either direction, also amid a request
 * @param lingerMillisMax for a client that still sends to find the answer that came before it was done
 */
public record SocketLimits(
        int connectionsMax,
        int startLineBytesMax,
        int headerBytesMax,
        int headerMillisMax,
        int keepAliveMillisMax,
        int idleMillisMax,
        int lingerMillisMax) {
    /**
     * For servers that edges and administrators come to. A connection costs about 10 KiB, so 4,000 are 40 MiB; edges share
     * a few, so only strangers open many. Headers may be as long as an edge takes them (16 KiB), and what it adds. Edges
     * keep their connections for four minutes, so here they are kept for five: a new one over the WAN costs a round trip.
     * No request may take longer than 30 s.
     */
    public static final SocketLimits SERVICE = new SocketLimits(4_000, 8_192, 24_576, 10_000, 300_000, 300_000, 5_000);
}

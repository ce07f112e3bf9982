package dev.cellmesh.services.edge;

/**
 * How much may clients ask of a server's sockets?
 *
 * @param connectionsMax more are closed as they come
 * @param startLineBytesMax longer ones are refused with 414
 * @param headerBytesMax of all header fields together; more are refused with 431
 * @param headerMillisMax from the connect to the end of the first request's headers; slower ones are closed
 * @param keepAliveMillisMax from one answer to the end of the next request's headers; slower ones are closed
 * @param idleMillisMax without a byte in either direction, also amid a request
 */
record SocketLimits(
        int connectionsMax,
        int startLineBytesMax,
        int headerBytesMax,
        int headerMillisMax,
        int keepAliveMillisMax,
        int idleMillisMax) {
    /**
     * A connection costs about 10 KiB, so 10,000 are 100 MiB. A token may have 8 KiB, so the headers get twice that. No
     * request may take longer than 30 s, so a connection that is silent for 60 s has lost its client.
     */
    static final SocketLimits DEFAULT = new SocketLimits(10_000, 8_192, 16_384, 10_000, 30_000, 60_000);
}

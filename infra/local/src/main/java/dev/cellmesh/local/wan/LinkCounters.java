package dev.cellmesh.local.wan;

/**
 * What passed in one direction since the fabric was opened?
 *
 * @param bytes taken over from the senders
 * @param flights how often bytes began to flow in this direction after the other one had spoken, or as the first of their
 *     connection: a request that waits for its answer is one flight each way, however many packets it has, so the flights of
 *     a direction are the WAN round trips that were waited for
 * @param connectionsOpened by the first region to the second
 * @param connectionsOpen of those, now
 * @param connectionsRefused of those that were asked for: reset at once, because of a cut or a full listener
 * @param bytesHeld on their way now, with what it costs to keep them
 */
public record LinkCounters(
        long bytes,
        long flights,
        long connectionsOpened,
        int connectionsOpen,
        long connectionsRefused,
        long bytesHeld) {}

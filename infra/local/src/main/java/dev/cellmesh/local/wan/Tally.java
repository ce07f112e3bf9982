package dev.cellmesh.local.wan;

/** What passed so far? Counted under the fabric's lock. */
final class Tally {
    long bytes;
    long flights;
    long connectionsOpened;
    long connectionsRefused;
    int connectionsOpen;
    long bytesHeld;

    LinkCounters snapshot() {
        return new LinkCounters(bytes, flights, connectionsOpened, connectionsOpen, connectionsRefused, bytesHeld);
    }
}

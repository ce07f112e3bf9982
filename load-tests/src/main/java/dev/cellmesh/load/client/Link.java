package dev.cellmesh.load.client;

import io.vertx.core.http.HttpClientConnection;

/** One open connection: has it room for another request? */
final class Link {
    /** Of the streams that HTTP/2 allows at once; servers usually allow 100. */
    static final int STREAMS_MAX = 100;

    private final HttpClientConnection http;
    private final boolean multiplexed;
    private int streams;
    private boolean leaving;
    /** Whether it is among those with room. */
    boolean listed;

    Link(HttpClientConnection http, boolean multiplexed) {
        this.http = http;
        this.multiplexed = multiplexed;
    }

    HttpClientConnection http() {
        return http;
    }

    boolean hasRoom() {
        return !leaving && streams < (multiplexed ? Math.min(STREAMS_MAX, http.maxActiveStreams()) : 1);
    }

    void begin() {
        streams++;
    }

    void end() {
        streams--;
    }

    /** A request on it came to no answer: with HTTP/1.1 that is the end of the connection. */
    void broke() {
        if (!multiplexed) {
            leave();
        }
    }

    /** It takes no more requests: it is closed, or about to be. */
    void leave() {
        leaving = true;
    }
}

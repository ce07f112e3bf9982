package dev.cellmesh.load.client;

import dev.cellmesh.load.scenario.Scenario;
import java.time.Duration;

/**
 * How does the client speak, and where are its limits?
 *
 * @param trustAll takes any certificate; only when the scenario says so
 * @param connectionsMax for each origin, 1 to {@value #CONNECTIONS_MAX}
 * @param openFirst connections to each origin that {@link LoadClient#open} makes before the first request
 * @param timeout of one sending, and as long again for a connection before; a millisecond or more
 * @param bodyBytesMax of an answer; a longer one is cut off
 */
public record ClientSettings(
        boolean http2, boolean trustAll, int connectionsMax, int openFirst, Duration timeout, int bodyBytesMax) {
    /** A generator has 28,000 ephemeral ports to one address. */
    public static final int CONNECTIONS_MAX = 20_000;
    /** As many as servers let wait to be accepted, so that opening them all at once is no load of its own. */
    private static final int OPEN_FIRST_HTTP1 = 1000;
    /** They carry many requests each. */
    private static final int OPEN_FIRST_HTTP2 = 2;

    private static final int BODY_BYTES_MAX = 4 << 20;

    public ClientSettings {
        if (connectionsMax < 1 || connectionsMax > CONNECTIONS_MAX) {
            throw new IllegalArgumentException(
                    "a client has 1 to " + CONNECTIONS_MAX + " connections to an origin, not " + connectionsMax);
        }
        if (openFirst < 0 || openFirst > connectionsMax) {
            throw new IllegalArgumentException("0 to " + connectionsMax + " are opened first, not " + openFirst);
        }
        if (timeout.toMillis() < 1 || timeout.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("a timeout is 1 ms to 1 h, not " + timeout);
        }
        if (bodyBytesMax < 0) {
            throw new IllegalArgumentException("a body is never " + bodyBytesMax + " bytes long");
        }
    }

    public static ClientSettings of(Scenario.Client client) {
        int first = Math.min(client.connectionsMax(), client.http2() ? OPEN_FIRST_HTTP2 : OPEN_FIRST_HTTP1);
        return new ClientSettings(
                client.http2(), client.trustAll(), client.connectionsMax(), first, client.timeout(), BODY_BYTES_MAX);
    }
}

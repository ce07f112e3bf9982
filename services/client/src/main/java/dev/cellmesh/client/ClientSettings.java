package dev.cellmesh.client;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What does a client need to know, and how much may it use?
 *
 * @param edges where to begin: one edge is enough, it tells of all others; two survive a lost region at the start
 * @param credentials for each tenant
 * @param userRegion sent as {@code X-User-Region}
 * @param deadline of a call that names none
 * @param inFlightMax calls at once; more wait for their turn within their deadline
 * @param bodyBytesMax of an answer, unpacked
 * @param measureEvery how often the edges' distances are measured
 */
public record ClientSettings(
        List<URI> edges,
        Credentials credentials,
        Optional<String> userRegion,
        Duration deadline,
        int inFlightMax,
        int bodyBytesMax,
        Duration measureEvery) {
    private static final Duration DEADLINE_DEFAULT = Duration.ofSeconds(10);
    private static final Duration MEASURE_EVERY_DEFAULT = Duration.ofSeconds(60);
    private static final int IN_FLIGHT_DEFAULT = 256;
    private static final int BODY_BYTES_DEFAULT = 4 << 20;

    /** Which token proves that the caller may act for a tenant? Asked before each try; may block, since calls do. */
    @FunctionalInterface
    public interface Credentials {
        /** @param isRejected whether the one told last was answered with 401, so that a kept one is of no use */
        String bearer(String tenant, boolean isRejected);
    }

    public ClientSettings {
        edges = List.copyOf(edges);
        if (edges.isEmpty()) {
            throw new IllegalArgumentException("a client needs one edge to begin with");
        }
        if (inFlightMax < 1 || bodyBytesMax < 1) {
            throw new IllegalArgumentException("a client needs room for one call and its answer");
        }
    }

    public static ClientSettings of(List<URI> edges, Credentials credentials) {
        return new ClientSettings(
                edges,
                credentials,
                Optional.empty(),
                DEADLINE_DEFAULT,
                IN_FLIGHT_DEFAULT,
                BODY_BYTES_DEFAULT,
                MEASURE_EVERY_DEFAULT);
    }

    public ClientSettings forUsersOf(String region) {
        return new ClientSettings(
                edges, credentials, Optional.of(region), deadline, inFlightMax, bodyBytesMax, measureEvery);
    }
}

package dev.cellmesh.services.edge.health;

import dev.cellmesh.model.CellId;

/**
 * How does one cell look from one edge, now and in the last {@value #WINDOW_SECONDS} seconds?
 *
 * @param inFlight requests of this edge that are there now
 * @param requests answered, refused, failed or lost in the window
 * @param failures of them: the connection was lost, or the answer was 500, 502, 504 or {@code region-unavailable}; a refusal for
 *     load is none
 * @param slow of them: far slower than the same kind of requests at the other cells of its region
 * @param p50Millis of answers with 2xx or 3xx, from the last byte of the request to the head of the answer; 0 when there were none
 * @param p99Millis likewise
 */
public record CellView(
        CellId cell,
        CellState state,
        int inFlight,
        int requests,
        int failures,
        int slow,
        double p50Millis,
        double p99Millis) {
    public static final int WINDOW_SECONDS = 10;
}

package dev.cellmesh.local.prove.isolation;

import dev.cellmesh.local.prove.isolation.CountedRequests.Reading;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** When did a cell lose its requests to its peers? As soon as it gets a tenth of its share, or less, for two seconds. */
final class Draining {
    static final Duration LASTING = Duration.ofSeconds(2);

    private static final double SHARE_LEFT = 0.1;

    private Draining() {}

    /**
     * Empty when it never did. Up to the first reading of those two seconds, so it may have been sooner by the time
     * between two readings.
     *
     * @param readings in the order of their times, of all requests that the cell got
     * @param sharePerSecond what the cell gets as long as all are well
     * @param fromNanos when it was time to, {@code System.nanoTime}
     */
    static Optional<Duration> of(List<Reading> readings, double sharePerSecond, long fromNanos) {
        List<Reading> since = readings.stream()
                .filter(reading -> reading.atNanos() >= fromNanos)
                .toList();
        for (Reading first : since) {
            Optional<Reading> last = since.stream()
                    .filter(reading -> reading.atNanos() - first.atNanos() >= LASTING.toNanos())
                    .findFirst();
            if (last.isEmpty()) {
                return Optional.empty();
            }
            double seconds = (last.get().atNanos() - first.atNanos()) / 1e9;
            double requests = last.get().requests() - first.requests();
            if (requests <= sharePerSecond * seconds * SHARE_LEFT) {
                return Optional.of(Duration.ofNanos(first.atNanos() - fromNanos));
            }
        }
        return Optional.empty();
    }
}

package dev.cellmesh.services.edge.health;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PeerLatencyTest {
    private static int[] counts(int many, double millis, int few, double fewMillis) {
        int[] counts = new int[LatencyScale.BUCKETS];
        counts[LatencyScale.bucketOf(Fleet.millis(millis))] += many;
        counts[LatencyScale.bucketOf(Fleet.millis(fewMillis))] += few;
        return counts;
    }

    @Test
    void tooFewPeersTellNothing() {
        assertThat(PeerLatency.limitNanos(counts(PeerLatency.SAMPLES_MIN - 1, 3, 0, 1)))
                .isEqualTo(PeerLatency.UNKNOWN);
    }

    @Test
    void whereAllAreAlikeOnlyWhatMattersIsSlow() {
        assertThat(PeerLatency.limitNanos(counts(100, 3, 0, 1))).isBetween(Fleet.millis(10), Fleet.millis(13));
    }

    @Test
    void whereTheyDifferALotMoreIsNeeded() {
        assertThat(PeerLatency.limitNanos(counts(80, 3, 20, 30))).isGreaterThan(Fleet.millis(80));
    }

    @Test
    void aLongWayToTheRegionHidesLittle() {
        assertThat(PeerLatency.limitNanos(counts(100, 220, 0, 1))).isBetween(Fleet.millis(270), Fleet.millis(320));
    }
}

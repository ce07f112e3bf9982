package dev.cellmesh.services.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.placement.resize.Wait;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RouteReachTest {
    private static final Wait.News UNKNOWN = new Wait.News(0, 0, 0);

    private long nowNanos;
    private RouteReach reach;

    @BeforeEach
    void start() {
        nowNanos = 1;
        reach = new RouteReach(() -> nowNanos);
    }

    @Test
    void knowsNothingSoonAfterItsStart() {
        ask(5, 5);
        assertThat(reach.news()).isEqualTo(UNKNOWN);
        pass(RouteReach.GONE_SECONDS);
        ask(5, 5);
        assertThat(reach.news()).isEqualTo(new Wait.News(5, 5, 0));
    }

    /** Nobody waits for the longest deadline when edges say that nothing older is on its way. */
    @Test
    void whatEdgesSayOfTheirRequestsEndsTheWait() {
        pass(RouteReach.GONE_SECONDS);
        ask(7, 7);
        reach.heard("us-east1-edge", false, 7, OptionalLong.of(7));
        reach.heard("europe-west1-edge", false, 7, OptionalLong.of(5));
        assertThat(reach.news().quietSince()).isEqualTo(5);
        reach.heard("europe-west1-edge", false, 7, OptionalLong.of(7));
        assertThat(reach.news().quietSince()).isEqualTo(7);
        reach.heard("asia-southeast1-edge", false, 7, OptionalLong.empty());
        assertThat(reach.news().quietSince()).as("one that does not say").isZero();
        reach.heard("asia-southeast1-edge", false, 7, OptionalLong.of(99));
        assertThat(reach.news().quietSince()).as("no newer than its routes").isEqualTo(7);
    }

    @Test
    void theSlowestNodeCounts() {
        pass(RouteReach.GONE_SECONDS);
        ask(7, 7);
        reach.heard("us-east1-c02", true, 4, OptionalLong.empty());
        reach.heard("europe-west1-edge", false, 6, OptionalLong.empty());
        assertThat(reach.news().oldestCell()).isEqualTo(4);
        assertThat(reach.news().oldestEdge()).isEqualTo(6);
    }

    @Test
    void itIsQuietWhenTheLongestDeadlineHasPassedSinceTheLastEdgeKnew() {
        pass(RouteReach.GONE_SECONDS);
        ask(5, 5);
        reach.news();
        pass(5);
        ask(8, 8);
        assertThat(reach.news()).isEqualTo(new Wait.News(8, 8, 0));
        pass(RouteReach.QUIET.toSeconds() - 5);
        ask(8, 8);
        assertThat(reach.news().quietSince()).isEqualTo(5);
        pass(5);
        ask(8, 8);
        assertThat(reach.news().quietSince()).isEqualTo(8);
    }

    @Test
    void whoDoesNotAskIsNotWaitedForAndNobodyIsNobody() {
        pass(RouteReach.GONE_SECONDS);
        reach.heard("europe-west1-edge", false, 2, OptionalLong.empty());
        pass(RouteReach.GONE_SECONDS + 1);
        ask(9, 9);
        assertThat(reach.news().oldestEdge()).isEqualTo(9);
        pass(RouteReach.GONE_SECONDS + 1);
        assertThat(reach.news()).isEqualTo(UNKNOWN);
    }

    /** An edge is back with the routes of its disk: what it sends now is by those. */
    @Test
    void anOldEdgeTakesTheQuietBack() {
        pass(RouteReach.GONE_SECONDS);
        ask(8, 8);
        reach.news();
        pass(RouteReach.QUIET.toSeconds());
        ask(8, 8);
        assertThat(reach.news().quietSince()).isEqualTo(8);
        reach.heard("europe-west1-edge", false, 3, OptionalLong.empty());
        assertThat(reach.news().quietSince()).isLessThanOrEqualTo(3);
        reach.heard("europe-west1-edge", false, 8, OptionalLong.empty());
        assertThat(reach.news().quietSince()).isLessThanOrEqualTo(3);
    }

    private void ask(long cell, long edge) {
        reach.heard("us-east1-c01", true, cell, OptionalLong.empty());
        reach.heard("us-east1-edge", false, edge, OptionalLong.empty());
    }

    private void pass(long seconds) {
        nowNanos += Duration.ofSeconds(seconds).toNanos();
    }
}

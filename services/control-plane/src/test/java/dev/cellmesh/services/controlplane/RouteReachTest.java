package dev.cellmesh.services.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.placement.resize.Wait;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RouteReachTest {
    private static final CellId FIRST = new CellId(new Region("us-east1"), 1);
    private static final CellId SECOND = new CellId(new Region("us-east1"), 2);
    private static final Wait.News UNKNOWN = Wait.News.NONE;

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
        assertThat(reach.news()).isEqualTo(new Wait.News(Map.of(FIRST, 5L), 5, 0));
    }

    /** Nobody waits for the longest deadline when edges say that nothing older is on its way. */
    @Test
    void whatEdgesSayOfTheirRequestsEndsTheWait() {
        pass(RouteReach.GONE_SECONDS);
        ask(7, 7);
        reach.heardEdge("us-east1-edge", 7, OptionalLong.of(7));
        reach.heardEdge("europe-west1-edge", 7, OptionalLong.of(5));
        assertThat(reach.news().quietSince()).isEqualTo(5);
        reach.heardEdge("europe-west1-edge", 7, OptionalLong.of(7));
        assertThat(reach.news().quietSince()).isEqualTo(7);
        reach.heardEdge("asia-southeast1-edge", 7, OptionalLong.empty());
        assertThat(reach.news().quietSince()).as("one that does not say").isZero();
        reach.heardEdge("asia-southeast1-edge", 7, OptionalLong.of(99));
        assertThat(reach.news().quietSince()).as("no newer than its routes").isEqualTo(7);
    }

    @Test
    void theSlowestEdgeCountsAndEachCellForItself() {
        pass(RouteReach.GONE_SECONDS);
        ask(7, 7);
        reach.heardCell(SECOND, 4);
        reach.heardEdge("europe-west1-edge", 6, OptionalLong.empty());
        assertThat(reach.news().cells()).isEqualTo(Map.of(FIRST, 7L, SECOND, 4L));
        assertThat(reach.news().oldestEdge()).isEqualTo(6);
    }

    @Test
    void itIsQuietWhenTheLongestDeadlineHasPassedSinceTheLastEdgeKnew() {
        pass(RouteReach.GONE_SECONDS);
        ask(5, 5);
        reach.news();
        pass(5);
        ask(8, 8);
        assertThat(reach.news()).isEqualTo(new Wait.News(Map.of(FIRST, 8L), 8, 0));
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
        reach.heardEdge("europe-west1-edge", 2, OptionalLong.empty());
        pass(RouteReach.GONE_SECONDS + 1);
        ask(9, 9);
        assertThat(reach.news().oldestEdge()).isEqualTo(9);
        pass(RouteReach.GONE_SECONDS + 1);
        assertThat(reach.news()).isEqualTo(UNKNOWN);
    }

    /** Nobody may be sent to it: nothing tells that it lives. */
    @Test
    void aCellThatDoesNotAskHasNoRoutes() {
        ask(5, 5);
        assertThat(reach.presence()).isEqualTo(Presence.UNKNOWN);
        assertThat(reach.presence().isSilent(SECOND))
                .as("it may not have asked yet")
                .isFalse();
        pass(RouteReach.GONE_SECONDS);
        reach.heardCell(SECOND, 9);
        assertThat(reach.presence()).isEqualTo(Presence.of(Set.of(FIRST, SECOND)));
        pass(1);
        ask(9, 9);
        pass(RouteReach.GONE_SECONDS);
        assertThat(reach.presence()).isEqualTo(Presence.of(Set.of(FIRST)));
        assertThat(reach.presence().isSilent(SECOND)).isTrue();
        assertThat(reach.news().cells()).isEqualTo(Map.of(FIRST, 9L));
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
        reach.heardEdge("europe-west1-edge", 3, OptionalLong.empty());
        assertThat(reach.news().quietSince()).isLessThanOrEqualTo(3);
        reach.heardEdge("europe-west1-edge", 8, OptionalLong.empty());
        assertThat(reach.news().quietSince()).isLessThanOrEqualTo(3);
    }

    private void ask(long cell, long edge) {
        reach.heardCell(FIRST, cell);
        reach.heardEdge("us-east1-edge", edge, OptionalLong.empty());
    }

    private void pass(long seconds) {
        nowNanos += Duration.ofSeconds(seconds).toNanos();
    }
}

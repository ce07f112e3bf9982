package dev.cellmesh.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EdgesTest {
    private static final URI NEAR = URI.create("http://near");
    private static final URI FAR = URI.create("http://far");
    private static final long MILLI = 1_000_000;

    private long nowNanos = 5;
    private final Edges edges = new Edges(List.of(FAR, NEAR), () -> nowNanos);

    private Optional<URI> next(URI... tried) {
        return edges.next(Set.of(tried), Optional.empty());
    }

    @Test
    void theNearestByItsMedianIsAsked() {
        edges.measured(FAR, 80 * MILLI);
        edges.measured(NEAR, 2 * MILLI);
        edges.measured(NEAR, 900 * MILLI);
        edges.measured(NEAR, 3 * MILLI);

        assertThat(next()).contains(NEAR);
    }

    @Test
    void anEdgeThatFailsIsLeftAtOnceAndTriedAgainAfterAPauseThatDoubles() {
        edges.measured(FAR, 80 * MILLI);
        edges.measured(NEAR, 2 * MILLI);

        edges.failed(NEAR);
        assertThat(next()).contains(FAR);
        nowNanos += 500 * MILLI;
        assertThat(next()).contains(NEAR);
        edges.failed(NEAR);
        nowNanos += 999 * MILLI;
        assertThat(next()).contains(FAR);
        nowNanos += MILLI;
        assertThat(next()).contains(NEAR);
    }

    @Test
    void anAnswerEndsThePause() {
        edges.measured(NEAR, 2 * MILLI);
        edges.failed(NEAR);
        edges.answered(NEAR);

        assertThat(next()).contains(NEAR);
    }

    @Test
    void whenAllFailTheFirstToComeBackIsTried() {
        edges.measured(NEAR, 2 * MILLI);
        edges.failed(FAR);
        nowNanos += 100 * MILLI;
        edges.failed(NEAR);

        assertThat(next()).contains(FAR);
    }

    @Test
    void callsThatFailTogetherAreOneFailure() {
        edges.measured(FAR, 80 * MILLI);
        edges.measured(NEAR, 2 * MILLI);

        for (int calls = 0; calls < 7; calls++) {
            edges.failed(NEAR);
            nowNanos += MILLI;
        }
        nowNanos += 493 * MILLI;

        assertThat(next()).contains(NEAR);
    }

    @Test
    void oneThatACallWasAtIsTheLastChoice() {
        edges.measured(FAR, 80 * MILLI);
        edges.measured(NEAR, 2 * MILLI);

        assertThat(next(NEAR)).contains(FAR);
        assertThat(next(NEAR, FAR)).contains(NEAR);
    }

    @Test
    void aCallMayBeBoundToARegionAndThenHasNoOther() {
        edges.learn(Map.of(NEAR, "us-east1", FAR, "europe-west1"));
        edges.failed(NEAR);

        assertThat(edges.next(Set.of(), Optional.of("us-east1"))).contains(NEAR);
        assertThat(edges.next(Set.of(), Optional.of("asia-southeast1"))).isEmpty();
    }

    @Test
    void edgesThatAreToldAreAskedToo() {
        URI third = URI.create("http://third");
        edges.learn(Map.of(third, "asia-southeast1"));
        edges.measured(third, MILLI);

        assertThat(edges.all()).hasSize(3);
        assertThat(next()).contains(third);
    }

    @Test
    void aListWithoutAnEndIsCut() {
        for (int i = 0; i < 200; i++) {
            edges.learn(Map.of(URI.create("http://edge" + i), "r" + i));
        }

        assertThat(edges.all()).hasSizeLessThanOrEqualTo(64);
    }
}

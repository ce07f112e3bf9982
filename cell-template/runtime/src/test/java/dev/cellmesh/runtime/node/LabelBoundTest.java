package dev.cellmesh.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

/** Whatever a label is made from, its series have an end, and it shows. */
class LabelBoundTest {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    private long series(String name) {
        return meters.find(name).meters().size();
    }

    @Test
    void aMeterGetsSoManySeriesAndNoMore() {
        LabelBound.apply(meters, 3);
        for (int tenant = 0; tenant < 10; tenant++) {
            meters.counter("wild", "tenant", "t" + tenant).increment();
            meters.counter("other", "kind", "k" + tenant % 2).increment();
        }
        assertThat(series("wild")).isEqualTo(3);
        assertThat(series("other")).isEqualTo(2);
        assertThat(meters.get(LabelBound.DENIED).counter().count()).isEqualTo(7);
    }

    @Test
    void whatHasItsPlaceKeepsIt() {
        LabelBound.apply(meters, 1);
        meters.counter("wild", "tenant", "first").increment();
        meters.counter("wild", "tenant", "second").increment();
        meters.counter("wild", "tenant", "first").increment();
        assertThat(meters.get("wild").tag("tenant", "first").counter().count()).isEqualTo(2);
    }
}

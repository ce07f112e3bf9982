package dev.cellmesh.services.edge.region;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;

class LatencyWindowTest {
    private static LatencyWindow of(List<Long> all) {
        LatencyWindow window = new LatencyWindow();
        all.forEach(window::add);
        return window;
    }

    @Test
    void knowsNothingAtFirst() {
        assertThat(of(List.of()).medianNanos()).isEmpty();
    }

    @Test
    void oneOutlierIsNotSeen() {
        assertThat(of(List.of(80L, 81L, 9_000L)).medianNanos()).hasValue(81);
        assertThat(of(List.of(1L, 2L, 3L, 4L)).medianNanos()).hasValue(2);
    }

    @Property
    void theMedianIsOfTheLastTen(@ForAll @NotEmpty List<@LongRange(min = 0) Long> all) {
        List<Long> last = all.subList(Math.max(0, all.size() - LatencyWindow.SIZE), all.size());
        List<Long> sorted = last.stream().sorted().toList();
        LatencyWindow window = of(all);
        assertThat(window.medianNanos()).hasValue(sorted.get((sorted.size() - 1) / 2));
        assertThat(window.size()).isEqualTo(last.size());
    }
}

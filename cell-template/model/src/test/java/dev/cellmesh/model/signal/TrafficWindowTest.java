package dev.cellmesh.model.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.budget.Judgement;
import dev.cellmesh.model.budget.LatencyGoal;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Does a window say what became of the requests in it? */
class TrafficWindowTest {
    private static final long SECOND = 1_000_000_000L;

    private final TrafficWindow window = new TrafficWindow();

    private void record(Judgement judgement, long tookMillis) {
        window.record(0, judgement, tookMillis, LatencyGoal.NEAR_READ);
    }

    @Test
    void eachRequestIsOfOneKind() {
        record(Judgement.GOOD, 5);
        record(Judgement.FAILED, 5);
        record(Judgement.SLOW, 201);
        record(Judgement.SLOW, 801);
        record(Judgement.NOT_COUNTED, 5);
        assertThat(window.read(0)).isEqualTo(new Traffic(4, 1, 2, 1, 1_000));
    }

    @Test
    void whatIsOverIsForgotten() {
        record(Judgement.FAILED, 5);
        assertThat(window.read(29 * SECOND).errors()).isEqualTo(1);
        assertThat(window.read(30 * SECOND)).isEqualTo(Traffic.NONE);
    }

    @Property
    void theP99IsNeverTooLowAndLittleTooHigh(
            @ForAll @Size(min = 1, max = 300) List<@IntRange(min = 10, max = 20_000) Integer> millis) {
        TrafficWindow filled = new TrafficWindow();
        millis.forEach(took -> filled.record(0, Judgement.GOOD, took, LatencyGoal.NEAR_READ));
        int rank = millis.size() - 1 - millis.size() / 100;
        int exact = millis.stream().sorted().toList().get(rank);
        assertThat(filled.read(0).p99Millis()).isBetween((long) exact, Math.max(15L, exact * 2L));
    }

    @Test
    void ofSumsTheLargerP99Counts() {
        assertThat(new Traffic(1, 0, 0, 0, 10).and(new Traffic(2, 1, 1, 0, 30))).isEqualTo(new Traffic(3, 1, 1, 0, 30));
    }
}

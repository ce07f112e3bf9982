package dev.cellmesh.local.prove.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.local.prove.isolation.load.Answer;
import dev.cellmesh.local.prove.isolation.load.Answers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

class DrainingTest {
    private static final int CELLS = 4;
    private static final int TEN_SECONDS = 10_000;

    /** One request a millisecond, to each cell in turn; the slow one is left out where it is drained. */
    private static Answers answers(IntPredicate drained) {
        List<Answer> all = new ArrayList<>();
        for (int milli = 0; milli < TEN_SECONDS; milli++) {
            int cell = milli % CELLS == 0 && drained.test(milli) ? 1 : milli % CELLS;
            long at = Duration.ofMillis(milli).toNanos();
            all.add(new Answer("s", "t", "c" + cell, 200, "", at, at + 1));
        }
        return new Answers(all);
    }

    @Test
    void aCellThatGetsNothingMoreIsDrainedFromThenOn() {
        assertThat(Draining.of(answers(milli -> milli >= 700), "c0", CELLS, 0))
                .hasValueSatisfying(took -> assertThat(took).isBetween(Duration.ofMillis(400), Duration.ofMillis(700)));
    }

    @Test
    void fewTrialsDoNotCount() {
        assertThat(Draining.of(answers(milli -> milli % 400 != 0), "c0", CELLS, 0))
                .hasValue(Duration.ZERO);
    }

    @Test
    void aCellThatGoesOnIsNotDrained() {
        assertThat(Draining.of(answers(milli -> milli > 9_000), "c0", CELLS, 0)).isEmpty();
        assertThat(Draining.of(answers(milli -> milli % 4_000 < 1_500), "c0", CELLS, 0))
                .isEmpty();
    }
}

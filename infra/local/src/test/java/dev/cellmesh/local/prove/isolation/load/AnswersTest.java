package dev.cellmesh.local.prove.isolation.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AnswersTest {
    private static final Answers HUNDRED = new Answers(IntStream.rangeClosed(1, 100)
            .mapToObj(i -> new Answer(
                    i % 2 == 0 ? "even" : "odd",
                    "t" + i % 4,
                    "c",
                    i <= 90 ? 200 : 503,
                    i <= 90 ? "" : "overloaded",
                    i,
                    i + i * 1_000_000L))
            .toList());

    @Test
    void percentilesAreOfTheNearestRank() {
        assertThat(HUNDRED.percentileMillis(50)).isEqualTo(50);
        assertThat(HUNDRED.percentileMillis(99)).isEqualTo(99);
        assertThat(HUNDRED.percentileMillis(100)).isEqualTo(100);
        assertThat(HUNDRED.percentileMillis(0.1)).isEqualTo(1);
        assertThat(new Answers(List.of()).percentileMillis(50)).isNaN();
    }

    @Test
    void partsAreByStreamByTimeAndByTenant() {
        assertThat(HUNDRED.of("even").count()).isEqualTo(50);
        assertThat(HUNDRED.between(10, 20).count()).isEqualTo(10);
        assertThat(HUNDRED.byTenant())
                .hasSize(4)
                .allSatisfy((tenant, own) -> assertThat(own.count()).isEqualTo(25));
    }

    @Test
    void endsAreCounted() {
        assertThat(HUNDRED.ends()).containsEntry("200", 90L).containsEntry("503 overloaded", 10L);
        assertThat(HUNDRED.successes().count()).isEqualTo(90);
        assertThat(HUNDRED.share(answer -> !answer.isSuccess())).isEqualTo(0.1);
    }
}

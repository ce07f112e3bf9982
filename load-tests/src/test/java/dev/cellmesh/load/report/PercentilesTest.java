package dev.cellmesh.load.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PercentilesTest {
    @ParameterizedTest
    @CsvSource({"0,0", "90,1", "99,2", "99.9,3", "99.99,4", "50,0.30103"})
    void eachNineIsAsFarAsTheOneBefore(double percentile, double nines) {
        assertThat(Percentiles.nines(percentile)).isCloseTo(nines, within(1e-5));
        assertThat(Percentiles.ofNines(nines)).isCloseTo(percentile, within(1e-3));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 100, 101, Double.NaN})
    void whatHasNoPlaceIsRefused(double percentile) {
        assertThatThrownBy(() -> Percentiles.nines(percentile)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"0,1", "1,1", "10,1", "1000,3", "1000000000000,7"})
    void anAxisEndsWhereOneValueIsBeyond(long count, double nines) {
        assertThat(Percentiles.ninesMax(count)).isCloseTo(nines, within(1e-9));
    }

    @Test
    void aCurveRisesFromTheStartToTheEnd() {
        assertThat(Percentiles.shown(0)).isEmpty();
        List<Double> shown = Percentiles.shown(1_000);
        assertThat(shown).isSorted().doesNotHaveDuplicates();
        assertThat(shown.getFirst()).isZero();
        assertThat(shown.getLast()).isCloseTo(99.9, within(1e-9));
    }
}

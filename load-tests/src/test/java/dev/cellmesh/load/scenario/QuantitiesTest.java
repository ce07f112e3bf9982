package dev.cellmesh.load.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuantitiesTest {
    @Property
    void durationsMeanTheirUnit(@ForAll @IntRange(max = 1000) int number) {
        assertThat(Quantities.duration(number + "us")).isEqualTo(Duration.ofNanos(number * 1_000L));
        assertThat(Quantities.duration(number + "ms")).isEqualTo(Duration.ofMillis(number));
        assertThat(Quantities.duration(number + " s")).isEqualTo(Duration.ofSeconds(number));
        assertThat(Quantities.duration(number + "m")).isEqualTo(Duration.ofMinutes(number));
        assertThat(Quantities.duration(number + "min")).isEqualTo(Duration.ofMinutes(number));
    }

    @Test
    void fractionsAreExact() {
        assertThat(Quantities.duration("0.1s")).isEqualTo(Duration.ofMillis(100));
        assertThat(Quantities.duration("1.5h")).isEqualTo(Duration.ofMinutes(90));
    }

    @Test
    void ratesAreASecond() {
        assertThat(Quantities.ratePerSecond("500/s")).isEqualTo(500);
        assertThat(Quantities.ratePerSecond("30/m")).isEqualTo(0.5);
        assertThat(Quantities.ratePerSecond("0.5 / s")).isEqualTo(0.5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "s", "-1s", "1 s s", "1e3s", "5d", "25h", "1,5s", "٣s", "99999999999s"})
    void whatIsNoDurationIsRefused(String text) {
        assertThatThrownBy(() -> Quantities.duration(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "/s", "-1/s", "5/ms", "5/d", "5//s", "inf/s", "NaN/s"})
    void whatIsNoRateIsRefused(String text) {
        assertThatThrownBy(() -> Quantities.ratePerSecond(text)).isInstanceOf(IllegalArgumentException.class);
    }
}

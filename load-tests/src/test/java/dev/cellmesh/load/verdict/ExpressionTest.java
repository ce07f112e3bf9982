package dev.cellmesh.load.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.cellmesh.load.record.Outcome;
import dev.cellmesh.load.verdict.Expression.Comparison;
import dev.cellmesh.load.verdict.Expression.Measure;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionTest {
    static Stream<Arguments> understood() {
        return Stream.of(
                Arguments.of("p99 < 50ms", new Measure.Latency(99), Comparison.BELOW, 50e6),
                Arguments.of("p99.9 <= 1s", new Measure.Latency(99.9), Comparison.AT_MOST, 1e9),
                Arguments.of("latency p50<250us", new Measure.Latency(50), Comparison.BELOW, 250e3),
                Arguments.of("p100 < 2 min", new Measure.Latency(100), Comparison.BELOW, 120e9),
                Arguments.of("service p50 < 5ms", new Measure.Service(50), Comparison.BELOW, 5e6),
                Arguments.of("lag p99.9 < 2ms", new Measure.Lag(99.9), Comparison.BELOW, 2e6),
                Arguments.of("Staleness  p95 < 2s", new Measure.Staleness(95), Comparison.BELOW, 2e9),
                Arguments.of("errors < 0.1%", new Measure.Errors(), Comparison.BELOW, 0.001),
                Arguments.of("errors = 0", new Measure.Errors(), Comparison.EQUAL, 0.0),
                Arguments.of("rate > 400/s", new Measure.Rate(), Comparison.ABOVE, 400.0),
                Arguments.of("rate >= 0.5 /s", new Measure.Rate(), Comparison.AT_LEAST, 0.5),
                Arguments.of("unknown = 0", new Measure.OfOutcome(Outcome.UNKNOWN, false), Comparison.EQUAL, 0.0),
                Arguments.of("unknown == 0", new Measure.OfOutcome(Outcome.UNKNOWN, false), Comparison.EQUAL, 0.0),
                Arguments.of("shed < 1%", new Measure.OfOutcome(Outcome.SHED, true), Comparison.BELOW, 0.01),
                Arguments.of("limited > 100", new Measure.OfOutcome(Outcome.LIMITED, false), Comparison.ABOVE, 100.0),
                Arguments.of("not-sent = 0", new Measure.OfOutcome(Outcome.NOT_SENT, false), Comparison.EQUAL, 0.0));
    }

    @ParameterizedTest
    @MethodSource("understood")
    void saysWhatIsComparedWithWhat(String text, Measure measure, Comparison comparison, double limit) {
        Expression expression = Expression.parse(text);
        assertThat(expression.text()).isEqualTo(text);
        assertThat(expression.measure()).isEqualTo(measure);
        assertThat(expression.comparison()).isEqualTo(comparison);
        assertThat(expression.limit()).isCloseTo(limit, within(limit * 1e-12));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "p99",
                "p99 < ",
                "< 5ms",
                "p99 50ms",
                "p99 < 50",
                "p99 < 50%",
                "p99 < 50 parsecs",
                "p0 < 5ms",
                "p101 < 5ms",
                "p-1 < 5ms",
                "speed p99 < 5ms",
                "errors < 5",
                "errors < 101%",
                "errors < 5ms",
                "rate > 400",
                "rate > 400%",
                "happiness > 3",
                "unknown = 0.5",
                "unknown < 5ms",
                "p99 < -5ms",
                "p99 <> 5ms",
                "p99 < 5ms < 6ms",
                "p99 < 1e3ms",
                "p < 5ms",
                "p99.1234567 < 5ms",
                "errors = 0/s"
            })
    void whatItDoesNotUnderstandItRefuses(String text) {
        assertThatThrownBy(() -> Expression.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Property
    void anyTextIsUnderstoodOrRefused(@ForAll String text) {
        try {
            assertThat(Expression.parse(text).text()).isEqualTo(text);
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageNotContaining("null");
        }
    }

    @Test
    void aLongTextIsRefusedAtOnce() {
        assertThatThrownBy(() -> Expression.parse("p99 < " + " ".repeat(100_000) + "5ms"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

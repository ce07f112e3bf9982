package dev.cellmesh.load.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cellmesh.load.record.Outcome;
import dev.cellmesh.load.record.Recording;
import dev.cellmesh.load.record.Recording.Generator;
import dev.cellmesh.load.record.Recording.Key;
import dev.cellmesh.load.record.Recording.Measured;
import dev.cellmesh.load.record.Series;
import dev.cellmesh.load.run.RunResult;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

/** Hand-made: 5 s of warm-up and 5 s of load. Ten reads of 1 to 10 ms, two transfers shed after 40 ms. */
final class SummingTest {
    private static final long MILLI = 1_000_000;

    private static final RunSummary RUN = Summing.up(result(), 10);

    private static Measured measured(long count, long firstMillis, long stepMillis, long attempts) {
        Histogram latency = new Histogram(3);
        Histogram service = new Histogram(3);
        Histogram lag = new Histogram(3);
        for (long number = 0; number < count; number++) {
            latency.recordValue((firstMillis + number * stepMillis) * MILLI);
            service.recordValue(MILLI / 2);
            lag.recordValue(MILLI / 4);
        }
        return new Measured(latency, service, lag, new Histogram(3), count, attempts);
    }

    private static RunResult result() {
        TreeMap<Long, Map<Key, Measured>> timeline = new TreeMap<>();
        timeline.put(
                ExampleRun.SECOND,
                Map.of(
                        new Key(new Series("warm-up", "read-balance", "us-east1", "noisy"), Outcome.FAILED, 500),
                        measured(100, 900, 1, 100)));
        timeline.put(
                6 * ExampleRun.SECOND,
                Map.of(
                        new Key(new Series("load", "read-balance", "us-east1", "noisy"), Outcome.SUCCESS, 200),
                        measured(10, 1, 1, 10),
                        new Key(new Series("load", "transfer", "us-west1", "victims"), Outcome.SHED, 503),
                        measured(2, 40, 0, 6)));
        RunResult example = ExampleRun.create().calm().seconds(10).perSecond(4).result();
        return new RunResult(
                example.scenario(),
                1,
                example.startedAt(),
                example.environment(),
                Recording.of(timeline, ExampleRun.SECOND, new Generator(112, 3, 0, 5, 1)),
                example.marks(),
                example.verdicts(),
                example.findings(),
                example.aborted(),
                example.samples());
    }

    @Test
    void warmUpCountsForNothingButTheTimeline() {
        assertThat(RUN.measuredSeconds()).isEqualTo(5);
        assertThat(RUN.all().requests()).isEqualTo(12);
        assertThat(RUN.outcomes()).containsExactly(Map.entry("SUCCESS", 10L), Map.entry("SHED", 2L));
        assertThat(RUN.timeline().stream()
                        .mapToDouble(RunSummary.Moment::requestsPerSecond)
                        .sum())
                .isCloseTo(112, within(1e-9));
    }

    @Test
    void sharesAndRatesAreOfWhatWasMeasured() {
        assertThat(RUN.all().errors()).isEqualTo(2);
        assertThat(RUN.all().errorShare()).isCloseTo(2 / 12.0, within(1e-12));
        assertThat(RUN.all().requestsPerSecond()).isCloseTo(12 / 5.0, within(1e-12));
        assertThat(RUN.all().succeededPerSecond()).isCloseTo(2, within(1e-12));
        assertThat(RUN.all().attempts()).isEqualTo(16);
    }

    @Test
    void percentilesAreThoseOfTheSamples() {
        RunSummary.Spread reads = RUN.operations().getFirst().latency().orElseThrow();
        assertThat(reads.p50Millis()).isCloseTo(5, within(0.01));
        assertThat(reads.p90Millis()).isCloseTo(9, within(0.01));
        assertThat(reads.p99Millis()).isCloseTo(10, within(0.02));
        assertThat(reads.maxMillis()).isCloseTo(10, within(0.02));
        assertThat(RUN.operations().getFirst().service().orElseThrow().p99Millis())
                .isCloseTo(0.5, within(0.001));
        assertThat(RUN.operations().getFirst().staleness()).isEmpty();
        assertThat(RUN.all().latency().orElseThrow().maxMillis()).isCloseTo(40, within(0.05));
    }

    @Test
    void rowsAreOfWhatTheirNamesSay() {
        assertThat(RUN.operations())
                .extracting(row -> row.operation().orElseThrow())
                .containsExactly("read-balance", "transfer");
        assertThat(RUN.groups()).extracting(RunSummary.Figures::requests).containsExactly(10L, 2L);
        assertThat(RUN.regions()).extracting(row -> row.region().orElseThrow()).containsExactly("us-east1", "us-west1");
        assertThat(RUN.slices()).hasSize(2);
        assertThat(RUN.generator().waitedForConnection()).isEqualTo(5);
    }
}

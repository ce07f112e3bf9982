package dev.cellmesh.load.verdict;

import static dev.cellmesh.load.verdict.Run.MILLI;
import static dev.cellmesh.load.verdict.Run.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cellmesh.load.record.Outcome;
import dev.cellmesh.load.record.Recording;
import dev.cellmesh.load.record.Recordings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JudgeTest {
    private static final double PRECISION = 0.001;

    @Test
    void aPercentileIsOverAllThatWasSent() {
        Recording recording = new Run()
                .each(0, 10, 90, Outcome.SUCCESS, 10)
                .each(0, 10, 4, Outcome.SHED, 20)
                .each(0, 10, 4, Outcome.UNKNOWN, 3000)
                .each(0, 10, 100, Outcome.NOT_SENT, 9000)
                .recording();
        assertThat(seen("p50 < 11ms", recording)).isCloseTo(10.0 * MILLI, within(10 * MILLI * PRECISION));
        assertThat(seen("p95 < 21ms", recording)).isCloseTo(20.0 * MILLI, within(20 * MILLI * PRECISION));
        assertThat(seen("p100 < 1s", recording)).isCloseTo(3000.0 * MILLI, within(3000 * MILLI * PRECISION));
        assertThat(seen("service p100 < 1s", recording)).isCloseTo(2999.0 * MILLI, within(3000 * MILLI * PRECISION));
        assertThat(seen("lag p50 < 1s", recording)).isCloseTo(1.0 * MILLI, within(MILLI * PRECISION));
        assertThat(holds("p50 < 11ms", recording)).isTrue();
        assertThat(holds("p50 < 9ms", recording)).isFalse();
    }

    @Test
    void stalenessIsOverWhatReportsItInNanoseconds() {
        Recording recording = new Run()
                .each(0, 5, 10, Outcome.SUCCESS, 10, 1500)
                .each(0, 5, 90, Outcome.SUCCESS, 10)
                .recording();
        assertThat(seen("staleness p50 < 2s", recording)).isCloseTo(1.5e9, within(1.5e9 * PRECISION));
        Verdict verdict = judge(
                "staleness p95 < 1s",
                new Run().each(0, 5, 9, Outcome.SUCCESS, 1).recording());
        assertThat(verdict.holds()).isFalse();
        assertThat(verdict.seen()).isEmpty();
    }

    @Test
    void sharesAndNumbersAreOfAllRequests() {
        Recording recording = new Run()
                .each(0, 10, 900, Outcome.SUCCESS, 10)
                .each(0, 10, 60, Outcome.REFUSED, 10)
                .each(0, 10, 10, Outcome.LIMITED, 10)
                .each(0, 10, 10, Outcome.SHED, 10)
                .each(0, 10, 10, Outcome.FAILED, 10)
                .each(0, 10, 5, Outcome.UNKNOWN, 10)
                .each(0, 10, 5, Outcome.NOT_SENT, 10)
                .recording();
        assertThat(seen("errors < 1%", recording)).isCloseTo(0.04, within(1e-12));
        assertThat(seen("shed < 1%", recording)).isCloseTo(0.01, within(1e-12));
        assertThat(holds("shed <= 1%", recording)).isTrue();
        assertThat(holds("shed < 1%", recording)).isFalse();
        assertThat(seen("unknown = 0", recording)).isEqualTo(50);
        assertThat(holds("unknown = 50", recording)).isTrue();
        assertThat(holds("limited > 99", recording)).isTrue();
    }

    @Test
    void noneOfAnOutcomeIsSomethingThatWasMeasured() {
        Verdict verdict =
                judge("unknown = 0", new Run().each(0, 5, 9, Outcome.SUCCESS, 1).recording());
        assertThat(verdict.holds()).isTrue();
        assertThat(verdict.seen()).contains(0.0);
    }

    @Test
    void whatWasNotMeasuredDoesNotHold() {
        for (String text : List.of("p99 < 1h".replace("1h", "60min"), "errors < 100%", "unknown = 0", "rate >= 0/s")) {
            Verdict verdict = judge(text, Recording.empty(SECOND));
            assertThat(verdict.holds()).as(text).isFalse();
            assertThat(verdict.seen()).as(text).isEmpty();
            assertThat(verdict.detail()).as(text).isNotEmpty();
        }
    }

    @Test
    void eachNameSelects() {
        Recording recording = new Run()
                .each(0, 10, 10, Outcome.SUCCESS, 10)
                .phase("peak")
                .each(10, 20, 10, Outcome.SUCCESS, 20)
                .phase("steady")
                .operation("write")
                .each(0, 10, 10, Outcome.SUCCESS, 30)
                .operation("read")
                .region("us-east1")
                .each(0, 10, 10, Outcome.SUCCESS, 40)
                .region("eu-central1")
                .group("noisy")
                .each(0, 10, 10, Outcome.SUCCESS, 50)
                .recording();
        Expression below = Expression.parse("p100 < 1ms");
        assertThat(seenMillis(threshold("peak", null, null, null, below), recording))
                .isEqualTo(20);
        assertThat(seenMillis(threshold(null, "write", null, null, below), recording))
                .isEqualTo(30);
        assertThat(seenMillis(threshold(null, null, "us-east1", null, below), recording))
                .isEqualTo(40);
        assertThat(seenMillis(threshold(null, null, null, "noisy", below), recording))
                .isEqualTo(50);
        assertThat(seenMillis(threshold(null, "read", "eu-central1", "all", below), recording))
                .isEqualTo(20);
        assertThat(judge(threshold("none", null, null, null, below), recording, Set.of())
                        .seen())
                .isEmpty();
    }

    @Test
    void warmupCountsOnlyWhereItIsNamed() {
        Recording recording = new Run()
                .phase("warmup")
                .each(0, 5, 10, Outcome.SUCCESS, 500)
                .phase("steady")
                .each(5, 15, 10, Outcome.SUCCESS, 5)
                .recording();
        Expression below = Expression.parse("p100 < 50ms");
        Set<String> warmup = Set.of("warmup");
        assertThat(judge(threshold(null, null, null, null, below), recording, warmup)
                        .holds())
                .isTrue();
        assertThat(judge(threshold(null, null, null, null, below), recording, Set.of())
                        .holds())
                .isFalse();
        assertThat(judge(threshold("warmup", null, null, null, below), recording, warmup)
                        .holds())
                .isFalse();
    }

    @Test
    void aBadSecondBreaksItsWindowsAlthoughTheWholeIsFine() {
        Recording recording = new Run()
                .each(0, 200, 100, Outcome.SUCCESS, 5)
                .each(77, 78, 20, Outcome.SUCCESS, 400)
                .recording();
        assertThat(holds("p99 < 50ms", recording)).isTrue();
        Verdict verdict = judge(window("p99 < 50ms", 10), recording, Set.of());
        assertThat(verdict.holds()).isFalse();
        assertThat(verdict.seen().get()).isCloseTo(400e6, within(1e6));
        assertThat(judge(window("p99 < 500ms", 10), recording, Set.of()).holds())
                .isTrue();
    }

    /** Two bad seconds on both sides of a full ten: windows that only begin at full tens would see each with nine good ones. */
    @Test
    void windowsSlideSoThatNothingHidesBetweenTwo() {
        Recording recording = new Run()
                .each(0, 60, 100, Outcome.SUCCESS, 5)
                .each(18, 22, 12, Outcome.FAILED, 5)
                .recording();
        Verdict verdict = judge(window("errors < 4%", 10), recording, Set.of());
        assertThat(verdict.seen().get()).isCloseTo(48 / 1048.0, within(1e-12));
        assertThat(verdict.holds()).isFalse();
    }

    @Test
    void aWindowThatIsNotFullIsLeftOut() {
        Recording recording = new Run().each(0, 9, 100, Outcome.SUCCESS, 5).recording();
        Verdict verdict = judge(window("p99 < 50ms", 10), recording, Set.of());
        assertThat(verdict.holds()).isFalse();
        assertThat(verdict.seen()).isEmpty();
        assertThat(judge(window("p99 < 50ms", 9), recording, Set.of()).holds()).isTrue();
    }

    @Test
    void theTailOfARunIsInItsLastWindow() {
        Recording recording = new Run()
                .each(0, 30, 100, Outcome.SUCCESS, 5)
                .each(30, 31, 50, Outcome.UNKNOWN, 5000)
                .recording();
        assertThat(judge(window("errors < 1%", 10), recording, Set.of()).holds())
                .isFalse();
        assertThat(judge(window("p99 < 50ms", 10), recording, Set.of()).holds()).isFalse();
    }

    @Test
    void anEmptyWindowSaysNothingOfPercentilesAndZeroOfRates() {
        Recording recording = new Run()
                .each(0, 10, 100, Outcome.SUCCESS, 5)
                .each(20, 30, 100, Outcome.SUCCESS, 5)
                .recording();
        assertThat(judge(window("p99 < 50ms", 5), recording, Set.of()).holds()).isTrue();
        Verdict rate = judge(window("rate > 90/s", 5), recording, Set.of());
        assertThat(rate.holds()).isFalse();
        assertThat(rate.seen()).contains(0.0);
    }

    @Test
    void aRateIsOfWholeSecondsAndOfSuccesses() {
        Recording recording = new Run()
                .each(0, 1, 30, Outcome.SUCCESS, 5)
                .each(1, 11, 400, Outcome.SUCCESS, 5)
                .each(1, 11, 100, Outcome.SHED, 5)
                .each(11, 12, 20, Outcome.SUCCESS, 5)
                .recording();
        assertThat(seen("rate >= 400/s", recording)).isEqualTo(400);
        assertThat(holds("rate >= 400/s", recording)).isTrue();
        assertThat(judge(window("rate >= 400/s", 5), recording, Set.of()).holds())
                .isTrue();
    }

    @Test
    void aPauseBetweenPhasesIsNoLoad() {
        Recording recording = new Run()
                .phase("one")
                .each(0, 10, 100, Outcome.SUCCESS, 5)
                .phase("two")
                .each(50, 60, 100, Outcome.SUCCESS, 5)
                .recording();
        assertThat(seen("rate > 1/s", recording)).isEqualTo(100);
    }

    /** Why one judges the merged recording: the shares are of very different sizes. */
    @Test
    void oneGeneratorMayBreakWhatAllTogetherHold() {
        Recording large = new Run().each(0, 10, 990, Outcome.SUCCESS, 5).recording();
        Recording small = new Run().each(0, 10, 10, Outcome.SUCCESS, 90).recording();
        assertThat(holds("p99 < 50ms", small)).isFalse();
        assertThat(holds("p99 < 50ms", large)).isTrue();
        assertThat(holds("p99 < 50ms", Recordings.merge(List.of(small, large)))).isTrue();
    }

    private static Verdict judge(String text, Recording recording) {
        return judge(threshold(null, null, null, null, Expression.parse(text)), recording, Set.of());
    }

    private static Verdict judge(Threshold threshold, Recording recording, Set<String> warmup) {
        List<Verdict> verdicts = Judge.judge(List.of(threshold), recording, warmup);
        assertThat(verdicts).hasSize(1);
        assertThat(verdicts.getFirst().threshold()).isEqualTo(threshold);
        return verdicts.getFirst();
    }

    private static double seen(String text, Recording recording) {
        return judge(text, recording).seen().get();
    }

    private static boolean holds(String text, Recording recording) {
        return judge(text, recording).holds();
    }

    private static long seenMillis(Threshold threshold, Recording recording) {
        return Math.round(judge(threshold, recording, Set.of()).seen().get() / MILLI);
    }

    private static Threshold window(String text, int seconds) {
        return new Threshold(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Expression.parse(text),
                Optional.of(Duration.ofSeconds(seconds)));
    }

    private static Threshold threshold(
            String phase, String operation, String region, String group, Expression expression) {
        return new Threshold(
                Optional.ofNullable(phase),
                Optional.ofNullable(operation),
                Optional.ofNullable(region),
                Optional.ofNullable(group),
                expression,
                Optional.empty());
    }
}

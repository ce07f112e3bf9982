package dev.cellmesh.load.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cellmesh.load.record.Counts;
import dev.cellmesh.load.record.Hlog;
import dev.cellmesh.load.record.Outcome;
import dev.cellmesh.load.record.Quantity;
import dev.cellmesh.load.record.Recording;
import dev.cellmesh.load.record.Series;
import dev.cellmesh.load.report.Comparison.Compared;
import dev.cellmesh.load.report.Comparison.Line;
import dev.cellmesh.load.report.Comparison.Word;
import dev.cellmesh.load.run.RunResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareTest {
    private static final Predicate<Recording.Key> LOAD =
            key -> key.series().phase().equals("load");

    @TempDir
    Path folder;

    private Path written(String name, ExampleRun run) throws IOException {
        RunResult result = run.result();
        Path into = Files.createDirectory(folder.resolve(name));
        JsonReport.write(result, into.resolve("run.json"));
        Hlog.write(into, result.recording());
        return into;
    }

    private static ExampleRun calm(long seed) {
        return ExampleRun.create().calm().perSecond(120).seconds(45).seed(seed);
    }

    private static Blocks blocks(ExampleRun run) {
        return Blocks.of(run.result().recording(), LOAD);
    }

    private static Line line(List<Line> lines, String subject, String measure) {
        return lines.stream()
                .filter(line -> line.subject().equals(subject) && line.measure().equals(measure))
                .findFirst()
                .orElseThrow();
    }

    /** A run of one kind of request, whose seconds have something in common that the next run's have not. */
    private static Blocks light(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        TreeMap<Long, Map<Recording.Key, Recording.Measured>> timeline = new TreeMap<>();
        Recording.Key key = new Recording.Key(new Series("load", "read", "-", "all"), Outcome.SUCCESS, 200);
        for (long second = 0; second < 64; second++) {
            Histogram latency = new Histogram(3);
            double drift = Math.exp(0.05 * random.nextGaussian());
            for (int i = 0; i < 60; i++) {
                latency.recordValue((long) (2_000 * Math.exp(0.45 * random.nextGaussian()) * drift));
            }
            Recording.Measured measured =
                    new Recording.Measured(Map.of(Quantity.LATENCY, Counts.of(latency)), 60, 60, 0);
            timeline.put(second * ExampleRun.SECOND, Map.of(key, measured));
        }
        return Blocks.of(
                Recording.of(timeline, ExampleRun.SECOND, new Recording.Generator(0, 0, 0, 0, 1)), each -> true);
    }

    @Test
    void theIntervalOfTwoRunsThatAreAlikeMostlyHoldsOne() {
        int trials = 60;
        long median = 0;
        long tail = 0;
        for (int trial = 0; trial < trials; trial++) {
            List<Line> lines =
                    new Changes("all", light(1_000 + trial), light(5_000 + trial), new SplittableRandom(trial)).lines();
            median += line(lines, "all", "p50").word() == Word.NO_DIFFERENCE_SEEN ? 1 : 0;
            tail += line(lines, "all", "p99").word() == Word.NO_DIFFERENCE_SEEN ? 1 : 0;
        }
        // 57 of 60 are to be expected; few blocks make intervals a little narrow.
        assertThat(median).isGreaterThanOrEqualTo(50);
        assertThat(tail).isGreaterThanOrEqualTo(50);
    }

    @Test
    void aFifthSlowerIsFoundForWhomeverItHits() throws IOException {
        Path before = written("before", calm(1));
        Path after = written("after", calm(2).slowedBy(1.2));

        Compared compared = (Compared) Compare.folders(before, after, false, 7);

        assertThat(compared.cautions()).isEmpty();
        for (String subject : List.of("all", "operation transfer", "group victims", "region us-east1")) {
            Line line = line(compared.lines(), subject, "p50");
            assertThat(line.word()).as(subject).isEqualTo(Word.WORSE);
            assertThat(line.interval().orElseThrow().from()).as(subject).isGreaterThan(1.05);
            assertThat(line.interval().orElseThrow().to()).as(subject).isLessThan(1.4);
        }
        assertThat(line(compared.lines(), "all", "successes").word()).isEqualTo(Word.NO_DIFFERENCE_SEEN);
        Compared backwards = (Compared) Compare.folders(after, before, false, 7);
        assertThat(line(backwards.lines(), "all", "p50").word()).isEqualTo(Word.BETTER);
    }

    @Test
    void errorsAreSubtractedSinceNoneIsNothingToDivideBy() throws IOException {
        Path calm = written("calm", calm(1));
        Path lossy =
                written("lossy", ExampleRun.create().perSecond(120).seconds(45).seed(1));

        Compared compared = (Compared) Compare.folders(calm, lossy, true, 7);

        Line errors = line(compared.lines(), "all", "errors");
        assertThat(errors.change()).isEqualTo(errors.after() - errors.before()).isPositive();
        assertThat(compared.cautions()).isNotEmpty();
    }

    @Test
    void aClosedLoopIsNotHeldAgainstAnOpenOne() throws IOException {
        Path open = written("open", calm(1));
        Path closed = written("closed", calm(1).closedLoop());

        assertThat(Compare.folders(open, closed, false, 1)).isInstanceOf(Comparison.Refused.class);
        assertThat(((Compared) Compare.folders(open, closed, true, 1)).cautions())
                .isNotEmpty();
    }

    @Test
    void anotherLoadIsAnotherRun() throws IOException {
        assertThat(Compare.folders(written("a", calm(1)), written("b", calm(1).perSecond(240)), false, 1))
                .isInstanceOf(Comparison.Refused.class);
    }

    @Test
    void theSameSeedSaysTheSame() throws IOException {
        Path before = written("before", calm(1));
        Path after = written("after", calm(2));
        assertThat(Compare.folders(before, after, false, 3)).isEqualTo(Compare.folders(before, after, false, 3));
        assertThat(Compare.folders(before, after, false, 3)).isNotEqualTo(Compare.folders(before, after, false, 4));
    }

    @Test
    void aFolderWithoutARunIsAnError() {
        assertThatThrownBy(() -> Compare.folders(folder, folder, false, 1)).isInstanceOf(IOException.class);
    }

    @Test
    void shortRunsHaveNumbersAndNoInterval() {
        Line line = line(
                new Changes("all", blocks(calm(1).seconds(10)), blocks(calm(2).seconds(10)), new SplittableRandom(1))
                        .lines(),
                "all",
                "p50");
        assertThat(line.interval()).isEmpty();
        assertThat(line.word()).isEqualTo(Word.TOO_LITTLE);
        assertThat(line.before()).isPositive();
    }

    @Test
    void aPercentileWithHardlyAnythingBeyondItIsNotTold() {
        List<Line> lines = new Changes("all", blocks(calm(1)), blocks(calm(2)), new SplittableRandom(1)).lines();
        assertThat(lines).extracting(Line::measure).containsExactly("p50", "p99", "successes", "errors");
    }

    @Test
    void theWholeIsWhatTheHistogramSays() {
        Recording recording = calm(1).seconds(32).result().recording();
        Blocks blocks = Blocks.of(recording, LOAD);
        // 27 seconds of load are 9 blocks of 3, so nothing is left out.
        assertThat(blocks.size()).isEqualTo(9);
        var histogram = recording.cells().entrySet().stream()
                .filter(cell -> LOAD.test(cell.getKey()))
                .map(cell -> cell.getValue().latency())
                .reduce((sum, more) -> {
                    sum.add(more);
                    return sum;
                })
                .orElseThrow();
        Resampling.Draw whole = new Resampling(blocks, 50, 99, 99.9).whole();
        double[] percentiles = {50, 99, 99.9};
        IntStream.range(0, percentiles.length)
                .forEach(i -> assertThat(histogram.valuesAreEquivalent(
                                (long) whole.latency(i), histogram.getValueAtPercentile(percentiles[i])))
                        .isTrue());
        assertThat(blocks.requests()).isEqualTo(histogram.getTotalCount());
    }

    @Test
    void theTableHasALineForEachMeasure() throws IOException {
        Compared compared = (Compared) Compare.folders(written("before", calm(1)), written("after", calm(2)), false, 1);
        long said = ComparisonTable.of(compared).stream()
                .filter(line -> line.matches(".*(better|WORSE|no difference seen|too little to say)"))
                .count();
        assertThat(said).isEqualTo(compared.lines().size());
    }
}

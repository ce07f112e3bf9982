package dev.cellmesh.load.report;

import dev.cellmesh.load.report.Comparison.Interval;
import dev.cellmesh.load.report.Comparison.Line;
import dev.cellmesh.load.report.Comparison.Word;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleBinaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;

/**
 * By how much do the same requests differ between two runs, and is that more than chance? Both runs are resampled apart from each
 * other, and the middle 95 % of the changes that come out are the interval (the percentile interval of Efron, 1979). A percentile
 * is told only where at least ten requests lie beyond it in each run: fewer say nothing about the next run.
 */
final class Changes {
    static final int RESAMPLES = 1_000;
    /** Fewer stretches of a run are too few to draw from. */
    static final int BLOCKS_MIN = 8;

    private static final double BEYOND_MIN = 10;
    private static final double[] PERCENTILES = {50, 99, 99.9};
    private static final double NANOS_PER_MILLI = 1e6;

    private final String subject;
    private final Blocks before;
    private final Blocks after;
    private final Resampling.Draw wasBefore;
    private final Resampling.Draw wasAfter;
    private final List<Resampling.Draw> drawnBefore = new ArrayList<>();
    private final List<Resampling.Draw> drawnAfter = new ArrayList<>();

    /** Neither may be empty. */
    Changes(String subject, Blocks before, Blocks after, RandomGenerator random) {
        this.subject = subject;
        this.before = before;
        this.after = after;
        Resampling first = new Resampling(before, PERCENTILES);
        Resampling second = new Resampling(after, PERCENTILES);
        this.wasBefore = first.whole();
        this.wasAfter = second.whole();
        if (before.size() >= BLOCKS_MIN && after.size() >= BLOCKS_MIN) {
            for (int i = 0; i < RESAMPLES; i++) {
                drawnBefore.add(first.next(random));
                drawnAfter.add(second.next(random));
            }
        }
    }

    List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < PERCENTILES.length; i++) {
            double beyond = 1 - PERCENTILES[i] / 100;
            if (Math.min(before.requests(), after.requests()) * beyond >= BEYOND_MIN) {
                int which = i;
                lines.add(line(
                        "p" + Amounts.plain(PERCENTILES[i], 1),
                        draw -> draw.latency(which) / NANOS_PER_MILLI,
                        (was, is) -> is / was,
                        1,
                        -1));
            }
        }
        lines.add(line("successes", Resampling.Draw::successesPerSecond, (was, is) -> is / was, 1, 1));
        lines.add(line("errors", Resampling.Draw::errorShare, (was, is) -> is - was, 0, -1));
        return lines;
    }

    /**
     * @param same the change of what stays the same
     * @param goodSign 1 when more is better, -1 when less is
     */
    private Line line(
            String measure,
            ToDoubleFunction<Resampling.Draw> value,
            DoubleBinaryOperator change,
            double same,
            int goodSign) {
        double was = value.applyAsDouble(wasBefore);
        double is = value.applyAsDouble(wasAfter);
        double[] changes = new double[drawnBefore.size()];
        for (int i = 0; i < changes.length; i++) {
            changes[i] = change.applyAsDouble(
                    value.applyAsDouble(drawnBefore.get(i)), value.applyAsDouble(drawnAfter.get(i)));
        }
        Optional<Interval> interval = middle(changes);
        Word word = interval.map(of -> word(of, same, goodSign)).orElse(Word.TOO_LITTLE);
        return new Line(subject, measure, was, is, change.applyAsDouble(was, is), interval, word);
    }

    private static Optional<Interval> middle(double[] changes) {
        // A run without successes has no ratio.
        if (changes.length == 0 || Arrays.stream(changes).anyMatch(each -> !Double.isFinite(each))) {
            return Optional.empty();
        }
        Arrays.sort(changes);
        int tail = changes.length / 40;
        return Optional.of(new Interval(changes[tail], changes[changes.length - 1 - tail]));
    }

    private static Word word(Interval interval, double same, int goodSign) {
        if (interval.from() <= same && same <= interval.to()) {
            return Word.NO_DIFFERENCE_SEEN;
        }
        return (interval.from() > same) == (goodSign > 0) ? Word.BETTER : Word.WORSE;
    }
}

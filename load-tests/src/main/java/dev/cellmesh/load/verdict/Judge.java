package dev.cellmesh.load.verdict;

import dev.cellmesh.load.record.Recording;
import dev.cellmesh.load.verdict.Expression.Measure;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Did the thresholds hold? Asked of the merged recording of all generators, never of one: a percentile of each says nothing
 * about the percentile of all. What is measured over which requests is said in {@link Selection} and {@code RATIONALE.md}.
 */
public final class Judge {
    private Judge() {}

    /** One verdict for each threshold, in the same order. Warm-up phases count only for thresholds that name them. */
    public static List<Verdict> judge(List<Threshold> thresholds, Recording recording, Set<String> warmupPhases) {
        return thresholds.stream()
                .map(threshold -> judge(threshold, recording, warmupPhases))
                .toList();
    }

    private static Verdict judge(Threshold threshold, Recording recording, Set<String> warmupPhases) {
        Set<String> phases = phases(threshold, recording, warmupPhases);
        Spans spans = Spans.of(recording, phases);
        if (threshold.expression().measure() instanceof Measure.Rate) {
            spans = spans.whole();
        }
        Selection selection = new Selection(threshold.expression().measure(), selects(threshold, phases));
        return threshold.window().isPresent()
                ? windows(threshold, threshold.window().get(), recording, spans, selection)
                : whole(threshold, recording, spans, selection);
    }

    private static Verdict whole(Threshold threshold, Recording recording, Spans spans, Selection selection) {
        spans.runs()
                .forEach(run ->
                        run.forEach(offset -> selection.add(recording.timeline().getOrDefault(offset, Map.of()))));
        OptionalDouble seen =
                selection.requests() == 0 ? OptionalDouble.empty() : selection.seen(recording.intervalNanos());
        if (seen.isEmpty()) {
            return nothing(threshold, "nothing was measured");
        }
        return new Verdict(
                threshold,
                Optional.of(seen.getAsDouble()),
                selection.requests() + " requests",
                holds(threshold.expression(), seen.getAsDouble()));
    }

    /** Each window that begins with an interval and ends within the same stretch; those that would reach beyond are left out. */
    private static Verdict windows(
            Threshold threshold, Duration window, Recording recording, Spans spans, Selection selection) {
        Expression expression = threshold.expression();
        int length = Math.toIntExact(Math.ceilDiv(window.toNanos(), recording.intervalNanos()));
        Worst worst = null;
        long judged = 0;
        long broken = 0;
        long empty = 0;
        long requests = 0;
        for (List<Long> run : spans.runs()) {
            for (int first = 0; first + length <= run.size(); first++) {
                selection.clear();
                for (long offset : run.subList(first, first + length)) {
                    selection.add(recording.timeline().getOrDefault(offset, Map.of()));
                }
                requests += selection.requests();
                OptionalDouble seen = selection.seen(recording.intervalNanos());
                if (seen.isEmpty()) {
                    empty++;
                    continue;
                }
                judged++;
                double value = seen.getAsDouble();
                broken += holds(expression, value) ? 0 : 1;
                if (worst == null || expression.comparison().worse(value, worst.value(), expression.limit())) {
                    worst = new Worst(value, run.get(first));
                }
            }
        }
        if (worst == null || requests == 0) {
            return nothing(threshold, "nothing was measured in a whole window");
        }
        String detail = "worst window from " + seconds(worst.offsetNanos()) + " s to "
                + seconds(worst.offsetNanos() + length * recording.intervalNanos()) + " s; "
                + broken + " of " + judged + " broke it" + (empty == 0 ? "" : "; " + empty + " had no requests");
        return new Verdict(threshold, Optional.of(worst.value()), detail, broken == 0);
    }

    private record Worst(double value, long offsetNanos) {}

    private static Verdict nothing(Threshold threshold, String detail) {
        return new Verdict(threshold, Optional.empty(), detail, false);
    }

    private static boolean holds(Expression expression, double seen) {
        return expression.comparison().holds(seen, expression.limit());
    }

    private static Set<String> phases(Threshold threshold, Recording recording, Set<String> warmupPhases) {
        if (threshold.phase().isPresent()) {
            return Set.of(threshold.phase().get());
        }
        Set<String> phases = new HashSet<>();
        recording.cells().keySet().forEach(key -> phases.add(key.series().phase()));
        phases.removeAll(warmupPhases);
        return phases;
    }

    private static Predicate<Recording.Key> selects(Threshold threshold, Set<String> phases) {
        return key -> phases.contains(key.series().phase())
                && threshold.operation().map(key.series().operation()::equals).orElse(true)
                && threshold.region().map(key.series().region()::equals).orElse(true)
                && threshold.group().map(key.series().group()::equals).orElse(true);
    }

    private static String seconds(long nanos) {
        return String.valueOf(nanos / 1e9);
    }
}

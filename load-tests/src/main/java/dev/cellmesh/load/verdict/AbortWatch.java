package dev.cellmesh.load.verdict;

import dev.cellmesh.load.record.Recording;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Is it time to end the run? Asked once an interval; keeps nothing between two questions. A rule applies when its expression holds in
 * each of the last whole intervals that its time takes. In an interval in which nothing ended, no share and no percentile can
 * be said to hold, but a rate is 0.
 */
public final class AbortWatch {
    private final List<AbortRule> rules;

    public AbortWatch(List<AbortRule> rules) {
        this.rules = List.copyOf(rules);
    }

    /**
     * The reason to end the run.
     *
     * @param offsetNanos now, from the run's start as the recording's timeline counts; not {@code System.nanoTime}
     */
    public Optional<String> see(Recording soFar, long offsetNanos) {
        return rules.stream()
                .filter(rule -> applies(rule, soFar, offsetNanos))
                .findFirst()
                .map(AbortWatch::describe);
    }

    private static boolean applies(AbortRule rule, Recording soFar, long offsetNanos) {
        long intervalNanos = soFar.intervalNanos();
        long intervals = Math.max(1, Math.ceilDiv(rule.lasting().toNanos(), intervalNanos));
        long running = Math.floorDiv(offsetNanos, intervalNanos) * intervalNanos;
        if (running < intervals * intervalNanos) {
            return false;
        }
        Expression expression = rule.when();
        Selection selection = new Selection(
                expression.measure(),
                key -> rule.group().map(key.series().group()::equals).orElse(true));
        for (long back = 1; back <= intervals; back++) {
            selection.clear();
            selection.add(soFar.timeline().getOrDefault(running - back * intervalNanos, Map.of()));
            OptionalDouble seen = selection.seen(intervalNanos);
            if (seen.isEmpty() || !expression.comparison().holds(seen.getAsDouble(), expression.limit())) {
                return false;
            }
        }
        return true;
    }

    private static String describe(AbortRule rule) {
        return "'" + rule.when().text() + "'"
                + rule.group().map(group -> " of group " + group).orElse("") + " held for "
                + rule.lasting().toMillis() / 1000.0 + " s";
    }
}

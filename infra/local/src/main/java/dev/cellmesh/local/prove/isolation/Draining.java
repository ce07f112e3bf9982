package dev.cellmesh.local.prove.isolation;

import dev.cellmesh.local.prove.isolation.load.Answers;
import java.time.Duration;
import java.util.Optional;

/** When did a cell lose its requests to its peers? As soon as it gets a tenth of its share, or less, for two seconds. */
final class Draining {
    static final Duration LASTING = Duration.ofSeconds(2);

    private static final Duration STEP = Duration.ofMillis(100);
    private static final int SHARE_LEFT = 10;

    private Draining() {}

    /**
     * Empty when it never did.
     *
     * @param answers in the order in which they were meant to start, not empty
     * @param cells that share the requests evenly as long as all are well
     * @param fromNanos when it was time to, {@code System.nanoTime}
     */
    static Optional<Duration> of(Answers answers, String cell, int cells, long fromNanos) {
        long lastNanos = answers.all().stream()
                .mapToLong(answer -> answer.intendedNanos())
                .max()
                .orElse(fromNanos);
        double most = 1.0 / cells / SHARE_LEFT;
        for (Duration at = Duration.ZERO; ; at = at.plus(STEP)) {
            long begin = fromNanos + at.toNanos();
            long end = begin + LASTING.toNanos();
            if (end > lastNanos) {
                return Optional.empty();
            }
            Answers then = answers.between(begin, end);
            if (then.count() > 0 && then.share(answer -> answer.cell().equals(cell)) <= most) {
                return Optional.of(at);
            }
        }
    }
}

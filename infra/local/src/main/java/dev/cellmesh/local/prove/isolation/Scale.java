package dev.cellmesh.local.prove.isolation;

import java.time.Duration;

/**
 * How much of the full numbers is tried?
 *
 * @param percent 1 to {@value #FULL}
 */
public record Scale(int percent) {
    public static final int FULL = 100;

    public Scale {
        if (percent < 1 || percent > FULL) {
            throw new IllegalArgumentException("a proof is tried at 1 to 100 percent, not " + percent);
        }
    }

    public boolean isFull() {
        return percent == FULL;
    }

    /** @param least what makes sense at all */
    int of(int full, int least) {
        return Math.max(least, (int) ((long) full * percent / FULL));
    }

    /** In whole seconds. */
    Duration of(Duration full, Duration least) {
        Duration part = Duration.ofSeconds(full.toSeconds() * percent / FULL);
        return part.compareTo(least) < 0 ? least : part;
    }
}

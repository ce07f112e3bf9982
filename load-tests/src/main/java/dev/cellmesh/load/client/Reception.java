package dev.cellmesh.load.client;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;

/** What became of one sending? Times are of {@code System.nanoTime}. */
public sealed interface Reception {
    /** When the request was written; when it ended, for what was never written. */
    long sentNanos();

    long endNanos();

    /** A whole answer came. */
    record Answered(long sentNanos, long endNanos, int status, MultiMap headers, Buffer body) implements Reception {}

    /** It was sent, and no whole answer came in time: whether it had an effect is not known. */
    record TimedOut(long sentNanos, long endNanos) implements Reception {}

    /** The connection ended after the request was sent: whether it had an effect is not known. */
    record CutOff(long sentNanos, long endNanos, String reason) implements Reception {}

    /** No byte of it was sent: it had no effect. */
    record NotSent(long sentNanos, long endNanos, Why why, String reason) implements Reception {
        /** The target's fault, as a refused connection is. */
        public NotSent(long sentNanos, long endNanos, String reason) {
            this(sentNanos, endNanos, Why.UNREACHABLE, reason);
        }
    }

    /** Whose fault is it that nothing was sent? */
    enum Why {
        /** The target's: it let nobody in. */
        UNREACHABLE,
        /** The generator's: a limit of its own was reached, so that the load was not what the schedule says. */
        OWN_LIMIT,
        /** The run ended before. */
        STOPPED
    }
}

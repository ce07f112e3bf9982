package dev.cellmesh.services.edge.poison;

/**
 * What is held against a request, or a kind of them?
 *
 * @param crashes that it was there at, without an answer since
 * @param terms how often it was refused for a time already
 * @param refusedUntilNanos on the monotonic clock; only when {@code terms} is more than 0
 */
record Suspicion(int crashes, int terms, long refusedUntilNanos) {
    static final Suspicion NONE = new Suspicion(0, 0, 0);

    Suspicion oneMore() {
        return new Suspicion(crashes + 1, terms, refusedUntilNanos);
    }

    /** For twice as long as the last time. Its crashes are not forgotten: after it, one more is enough. */
    Suspicion refused(long nowNanos, long firstTermNanos, int termsMax) {
        return new Suspicion(crashes, terms + 1, nowNanos + (firstTermNanos << Math.min(terms, termsMax - 1)));
    }

    boolean wasRefused() {
        return terms > 0;
    }

    /** How long it is refused yet. */
    long refusedNanos(long nowNanos) {
        return terms == 0 ? 0 : Math.max(0, refusedUntilNanos - nowNanos);
    }
}

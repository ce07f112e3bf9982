package dev.cellmesh.load.verdict;

/**
 * A comparison of something measured with a limit: {@code p99.9 < 50ms}, {@code errors < 0.1%}, {@code staleness p95 < 2s},
 * {@code service p50 < 5ms}, {@code rate > 400/s}, {@code unknown = 0}.
 *
 * @param text as it was written
 * @param limit in the measure's own unit: nanoseconds, a share from 0 to 1, requests a second, or a count
 */
public record Expression(String text, Measure measure, Comparison comparison, double limit) {
    /** What is measured. */
    public sealed interface Measure {
        /**
         * From the intended start.
         *
         * @param percentile 0 to 100
         */
        record Latency(double percentile) implements Measure {}

        /** From the sending. */
        record Service(double percentile) implements Measure {}

        /** As answers report it. */
        record Staleness(double percentile) implements Measure {}

        /** How late the generator was. */
        record Lag(double percentile) implements Measure {}

        /** Share of requests whose outcome is an error. */
        record Errors() implements Measure {}

        /** Successes a second. */
        record Rate() implements Measure {}

        /** Requests with an outcome, such as {@code unknown} or {@code shed}, as a share or, without a unit, a number. */
        record OfOutcome(dev.cellmesh.load.record.Outcome outcome, boolean share) implements Measure {}
    }

    public enum Comparison {
        BELOW,
        AT_MOST,
        ABOVE,
        AT_LEAST,
        EQUAL
    }
}

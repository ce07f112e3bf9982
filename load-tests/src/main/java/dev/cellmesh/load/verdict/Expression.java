package dev.cellmesh.load.verdict;

import dev.cellmesh.load.record.Outcome;

/**
 * A comparison of something measured with a limit: {@code p99.9 < 50ms}, {@code errors < 0.1%}, {@code staleness p95 < 2s},
 * {@code service p50 < 5ms}, {@code lag p99.9 < 2ms}, {@code rate > 400/s}, {@code unknown = 0}, {@code shed < 1%}.
 *
 * @param text as it was written
 * @param limit in the measure's own unit: nanoseconds for every percentile (staleness, too), a share from 0 to 1, requests a
 *     second, or a count
 */
public record Expression(String text, Measure measure, Comparison comparison, double limit) {
    /** What is measured. */
    public sealed interface Measure {
        /**
         * From the intended start.
         *
         * @param percentile above 0, at most 100, which is the greatest value
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
        record OfOutcome(Outcome outcome, boolean share) implements Measure {}
    }

    public enum Comparison {
        BELOW("<"),
        AT_MOST("<="),
        ABOVE(">"),
        AT_LEAST(">="),
        EQUAL("=");

        private final String sign;

        Comparison(String sign) {
            this.sign = sign;
        }

        public String sign() {
            return sign;
        }

        public boolean holds(double seen, double limit) {
            return switch (this) {
                case BELOW -> seen < limit;
                case AT_MOST -> seen <= limit;
                case ABOVE -> seen > limit;
                case AT_LEAST -> seen >= limit;
                case EQUAL -> seen == limit;
            };
        }

        /** Whether the first is farther from what is asked than the second. */
        boolean worse(double first, double second, double limit) {
            return switch (this) {
                case BELOW, AT_MOST -> first > second;
                case ABOVE, AT_LEAST -> first < second;
                case EQUAL -> Math.abs(first - limit) > Math.abs(second - limit);
            };
        }
    }

    /** @throws IllegalArgumentException with a reason that a person can act on */
    public static Expression parse(String text) {
        return ExpressionText.parse(text);
    }
}

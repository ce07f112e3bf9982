package dev.cellmesh.load.export;

import dev.cellmesh.load.record.Outcome;
import dev.cellmesh.load.verdict.Expression;
import dev.cellmesh.load.verdict.Expression.Comparison;
import dev.cellmesh.load.verdict.Expression.Measure;
import dev.cellmesh.load.verdict.Threshold;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Optional;

/**
 * Which of Hyperfoil's SLAs says the same as a threshold? Times are its {@code limits}; errors its {@code invalidRatio}, which counts
 * answers of 400 and above and errors of connections, and so is stricter than ours, which lets refusals pass.
 */
record HyperfoilSla(String line) {
    private static final double NANOS_PER_MICRO = 1e3;

    /** Empty when it has none. */
    static Optional<HyperfoilSla> of(Threshold threshold) {
        Expression expression = threshold.expression();
        boolean upper = expression.comparison() == Comparison.BELOW || expression.comparison() == Comparison.AT_MOST;
        boolean none = expression.comparison() == Comparison.EQUAL && expression.limit() == 0;
        return switch (expression.measure()) {
            case Measure.Latency latency ->
                upper ? Optional.of(limit(latency.percentile(), expression.limit())) : Optional.empty();
            case Measure.Service service ->
                upper ? Optional.of(limit(service.percentile(), expression.limit())) : Optional.empty();
            case Measure.Errors errors ->
                upper || none ? Optional.of(ratio("invalidRatio", expression)) : Optional.empty();
            case Measure.OfOutcome of ->
                of.outcome() == Outcome.UNKNOWN && (none || (upper && of.share()))
                        ? Optional.of(ratio("errorRatio", expression))
                        : Optional.empty();
            case Measure.Staleness staleness -> Optional.empty();
            case Measure.Lag lag -> Optional.empty();
            case Measure.Rate rate -> Optional.empty();
        };
    }

    private static HyperfoilSla limit(double percentile, double nanos) {
        String share = new BigDecimal(percentile)
                .movePointLeft(2)
                .round(MathContext.DECIMAL32)
                .stripTrailingZeros()
                .toPlainString();
        return new HyperfoilSla(
                "limits: { " + HyperfoilYaml.quoted(share) + ": " + Math.round(nanos / NANOS_PER_MICRO) + "us }");
    }

    private static HyperfoilSla ratio(String name, Expression expression) {
        return new HyperfoilSla(name + ": " + expression.limit());
    }
}

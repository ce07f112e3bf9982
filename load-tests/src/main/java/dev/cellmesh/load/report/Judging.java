package dev.cellmesh.load.report;

import dev.cellmesh.load.report.RunSummary.Judged;
import dev.cellmesh.load.verdict.Expression.Measure;
import dev.cellmesh.load.verdict.Threshold;
import dev.cellmesh.load.verdict.Verdict;
import java.util.Optional;

/** In which unit is a verdict shown? Durations in milliseconds, all else as it was judged. */
final class Judging {
    private static final double NANOS_A_MILLI = 1e6;

    private Judging() {}

    static Judged of(Verdict verdict) {
        Threshold threshold = verdict.threshold();
        String unit = unit(threshold.expression().measure());
        double divisor = unit.equals("milliseconds") ? NANOS_A_MILLI : 1;
        return new Judged(
                threshold.expression().text(),
                threshold.phase(),
                threshold.operation(),
                threshold.region(),
                threshold.group(),
                threshold.window().map(window -> window.toNanos() / 1e9),
                unit,
                threshold.expression().limit() / divisor,
                verdict.seen().map(seen -> seen / divisor),
                verdict.detail(),
                verdict.holds());
    }

    private static String unit(Measure measure) {
        return switch (measure) {
            case Measure.Latency latency -> "milliseconds";
            case Measure.Service service -> "milliseconds";
            case Measure.Staleness staleness -> "milliseconds";
            case Measure.Lag lag -> "milliseconds";
            case Measure.Errors errors -> "share";
            case Measure.Rate rate -> "perSecond";
            case Measure.OfOutcome outcome -> outcome.share() ? "share" : "count";
        };
    }

    /** Whose requests are judged, for people; empty for all. */
    static String scope(Judged judged) {
        StringBuilder scope = new StringBuilder();
        part(scope, "group ", judged.group());
        part(scope, "region ", judged.region());
        part(scope, "operation ", judged.operation());
        part(scope, "phase ", judged.phase());
        judged.windowSeconds().ifPresent(seconds -> part(scope, "every ", Optional.of(Amounts.seconds(seconds))));
        return scope.toString();
    }

    private static void part(StringBuilder scope, String before, Optional<String> name) {
        name.ifPresent(
                is -> scope.append(scope.isEmpty() ? "" : ", ").append(before).append(is));
    }

    static String amount(String unit, double value) {
        return switch (unit) {
            case "milliseconds" -> Amounts.millis(value);
            case "share" -> Amounts.share(value);
            case "perSecond" -> Amounts.rate(value);
            default -> Amounts.count(Math.round(value));
        };
    }
}

package dev.cellmesh.load.report;

import dev.cellmesh.load.report.Comparison.Compared;
import dev.cellmesh.load.report.Comparison.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How does a person read a comparison? One line for each measure, and what the words mean. */
public final class ComparisonTable {
    private ComparisonTable() {}

    public static List<String> of(Compared compared) {
        List<String> lines = new ArrayList<>();
        lines.add("before  " + compared.before());
        lines.add("after   " + compared.after());
        compared.cautions().forEach(caution -> lines.add("caution " + caution));
        lines.add("");
        lines.add(row("", "", "before", "after", "change", "95 % interval", ""));
        String subject = "";
        for (Line line : compared.lines()) {
            lines.add(row(
                    line.subject().equals(subject) ? "" : line.subject(),
                    line.measure(),
                    amount(line.measure(), line.before()),
                    amount(line.measure(), line.after()),
                    change(line.measure(), line.change()),
                    line.interval()
                            .map(of -> change(line.measure(), of.from()) + " to " + change(line.measure(), of.to()))
                            .orElse("-"),
                    word(line)));
            subject = line.subject();
        }
        lines.add("");
        lines.add(
                "Latency counts from the intended start. Change: after / before; of errors, after - before in percentage");
        lines.add("points. Interval: " + compared.resamples() + " resamples of stretches of each run, seed "
                + compared.seed() + ". One line in 20 is wrong by chance;");
        lines.add("two runs say nothing about what differs from one run to the next, such as the machine's mood.");
        return lines;
    }

    private static String row(Object... columns) {
        return String.format(Locale.ROOT, "%-26s %-10s %12s %12s %9s  %-19s %s", columns)
                .stripTrailing();
    }

    private static String amount(String measure, double value) {
        return switch (measure) {
            case "successes" -> Amounts.rate(value);
            case "errors" -> Amounts.share(value);
            default -> Amounts.millis(value);
        };
    }

    private static String change(String measure, double value) {
        if (!Double.isFinite(value)) {
            return "-";
        }
        return measure.equals("errors")
                ? String.format(Locale.ROOT, "%+.2f", value * 100)
                : String.format(Locale.ROOT, "%.3f", value);
    }

    private static String word(Line line) {
        return switch (line.word()) {
            case BETTER -> "better";
            case WORSE -> "WORSE";
            case NO_DIFFERENCE_SEEN -> "no difference seen";
            case TOO_LITTLE -> "too little to say";
        };
    }
}

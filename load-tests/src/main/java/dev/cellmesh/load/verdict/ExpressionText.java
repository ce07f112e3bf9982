package dev.cellmesh.load.verdict;

import dev.cellmesh.load.record.Outcome;
import dev.cellmesh.load.verdict.Expression.Comparison;
import dev.cellmesh.load.verdict.Expression.Measure;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What does the text of a threshold mean? {@code measure comparison limit}, with or without blanks between them. */
final class ExpressionText {
    /** Longer than any that makes sense; it bounds what the patterns below have to look at. */
    private static final int LENGTH_MAX = 100;

    private static final Pattern PARTS = Pattern.compile("([^<>=]*)(<=|>=|==|<|>|=)([^<>=]*)");
    private static final Pattern PERCENTILE = Pattern.compile("(?:(\\w+) +)?p(\\d{1,3}(?:\\.\\d{1,6})?)");
    private static final Pattern LIMIT = Pattern.compile("(\\d{1,15}(?:\\.\\d{1,9})?) *(\\D*)");
    private static final Map<String, Double> NANOS =
            Map.of("ns", 1.0, "us", 1e3, "µs", 1e3, "ms", 1e6, "s", 1e9, "min", 60e9);

    private ExpressionText() {}

    static Expression parse(String text) {
        if (text.length() > LENGTH_MAX) {
            throw new IllegalArgumentException("a threshold has at most " + LENGTH_MAX + " characters");
        }
        Matcher parts = PARTS.matcher(text);
        if (!parts.matches()) {
            throw bad(text, "it needs one comparison (<, <=, >, >= or =), as in 'p99 < 50ms'");
        }
        String measured = parts.group(1).strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
        Comparison comparison = comparison(parts.group(2));
        Matcher limit = LIMIT.matcher(parts.group(3).strip());
        if (!limit.matches()) {
            throw bad(text, "'" + parts.group(3).strip() + "' is no limit; one is 50ms, 0.1%, 400/s or 0");
        }
        double number = Double.parseDouble(limit.group(1));
        String unit = limit.group(2).strip();

        Matcher percentile = PERCENTILE.matcher(measured);
        if (percentile.matches()) {
            Measure measure = percentile(text, percentile);
            Double nanos = NANOS.get(unit);
            if (nanos == null) {
                throw bad(text, "a percentile is compared with a time in ns, us, ms, s or min, such as 50ms");
            }
            return new Expression(text, measure, comparison, number * nanos);
        }
        return switch (measured) {
            case "" -> throw bad(text, "what is measured stands before the comparison");
            case "errors" -> new Expression(text, new Measure.Errors(), comparison, share(text, number, unit, true));
            case "rate" -> {
                if (!unit.equals("/s")) {
                    throw bad(text, "a rate is compared with requests a second, such as 400/s");
                }
                yield new Expression(text, new Measure.Rate(), comparison, number);
            }
            default -> ofOutcome(text, measured, comparison, number, unit);
        };
    }

    private static Expression ofOutcome(String text, String word, Comparison comparison, double number, String unit) {
        Outcome outcome = outcome(word)
                .orElseThrow(() -> bad(
                        text,
                        "'" + word + "' is nothing that is measured; there are p99, service p99, lag p99,"
                                + " staleness p99, errors, rate, "
                                + Arrays.stream(Outcome.values())
                                        .map(ExpressionText::word)
                                        .collect(Collectors.joining(", "))));
        if (unit.isEmpty()) {
            if (number != Math.rint(number)) {
                throw bad(text, "a number of requests is whole; a share has %");
            }
            return new Expression(text, new Measure.OfOutcome(outcome, false), comparison, number);
        }
        return new Expression(text, new Measure.OfOutcome(outcome, true), comparison, share(text, number, unit, false));
    }

    private static Measure percentile(String text, Matcher percentile) {
        double value = Double.parseDouble(percentile.group(2));
        if (value <= 0 || value > 100) {
            throw bad(text, "a percentile is above 0 and at most 100");
        }
        String of = Optional.ofNullable(percentile.group(1)).orElse("latency");
        return switch (of) {
            case "latency" -> new Measure.Latency(value);
            case "service" -> new Measure.Service(value);
            case "lag" -> new Measure.Lag(value);
            case "staleness" -> new Measure.Staleness(value);
            default -> throw bad(text, "'" + of + "' has no percentiles; latency, service, lag and staleness have");
        };
    }

    private static double share(String text, double number, String unit, boolean zeroNeedsNoUnit) {
        if (unit.isEmpty() && number == 0 && zeroNeedsNoUnit) {
            return 0;
        }
        if (!unit.equals("%")) {
            throw bad(text, "a share is compared with a percentage, such as 0.1%");
        }
        if (number > 100) {
            throw bad(text, "a share is at most 100%");
        }
        return number / 100;
    }

    private static Comparison comparison(String sign) {
        return sign.equals("==")
                ? Comparison.EQUAL
                : Arrays.stream(Comparison.values())
                        .filter(comparison -> comparison.sign().equals(sign))
                        .findFirst()
                        .orElseThrow();
    }

    private static Optional<Outcome> outcome(String word) {
        return Arrays.stream(Outcome.values())
                .filter(outcome -> word(outcome).equals(word.replace('_', '-')))
                .findFirst();
    }

    private static String word(Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static IllegalArgumentException bad(String text, String reason) {
        return new IllegalArgumentException("'" + text + "': " + reason);
    }
}

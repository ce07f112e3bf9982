package dev.cellmesh.load.report;

import dev.cellmesh.load.record.Outcome;
import dev.cellmesh.load.run.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Which words do all reports use for the same thing? */
final class Wording {
    /** What every report of a closed loop says, first of all. */
    static final String CLOSED_LOOP =
            "This run has a closed loop: each user waits for an answer before the next request. While the server stalls, "
                    + "hardly anything is sent, so the stall is hardly measured (coordinated omission), and percentiles "
                    + "come out far better than what users of an open system see. Do not compare them with an open run.";

    private Wording() {}

    static String of(Outcome outcome) {
        return switch (outcome) {
            case SUCCESS -> "succeeded";
            case REFUSED -> "refused (4xx)";
            case LIMITED -> "limited (429)";
            case SHED -> "shed (503)";
            case FAILED -> "failed (5xx)";
            case UNKNOWN -> "unknown";
            case NOT_SENT -> "not sent";
        };
    }

    /** All kinds that occurred, with their numbers. */
    static String outcomes(Map<String, Long> outcomes) {
        return outcomes.entrySet().stream()
                .map(entry -> Amounts.count(entry.getValue()) + " " + of(Outcome.valueOf(entry.getKey())))
                .collect(Collectors.joining(", "));
    }

    static String state(RunSummary.Found found) {
        if (found.violationCount() > 0) {
            return "✗ violated";
        }
        return found.checked() == 0 ? "✗ nothing checked" : "✓ holds";
    }

    /** The verdict on the run, in three words at most. */
    static String verdict(RunSummary run) {
        return switch (run.exitCode()) {
            case ExitCode.PASS -> "passed";
            case ExitCode.CORRECTNESS_VIOLATED -> "correctness violated";
            case ExitCode.TARGET -> "not broken as planned";
            default ->
                run.aborted().isPresent()
                        ? "ended early"
                        : run.generator().dropped() > 0 ? "arrivals dropped" : "SLO breached";
        };
    }

    /** The same in one. */
    static String word(RunSummary run) {
        return switch (run.exitCode()) {
            case ExitCode.PASS -> "passed";
            case ExitCode.CORRECTNESS_VIOLATED -> "violated";
            case ExitCode.TARGET -> "failed";
            default -> run.aborted().isPresent() ? "aborted" : run.generator().dropped() > 0 ? "dropped" : "breached";
        };
    }

    /** Why it did not pass, and what it cannot say; empty when there is nothing. */
    static List<String> reasons(RunSummary run) {
        List<String> reasons = new ArrayList<>();
        run.aborted().ifPresent(rule -> reasons.add("ended early: " + rule));
        long violated = run.findings().stream()
                .filter(found -> found.violationCount() > 0)
                .count();
        if (violated > 0) {
            reasons.add(violated + " of " + run.findings().size() + " checks of correctness violated");
        }
        run.findings().stream()
                .filter(found -> found.checked() == 0)
                .forEach(found -> reasons.add("nothing could be checked for " + found.check()));
        long refused = run.faults().stream().filter(RunSummary.Marked::failed).count();
        if (refused > 0) {
            reasons.add(refused + " of " + run.faults().size()
                    + " breakings and healings did not work, so what was to be " + "tested was not");
        }
        long breached =
                run.verdicts().stream().filter(verdict -> !verdict.holds()).count();
        if (breached > 0) {
            reasons.add(breached + " of " + run.verdicts().size() + " SLOs breached");
        }
        if (run.generator().dropped() > 0) {
            reasons.add(
                    Amounts.count(run.generator().dropped()) + " arrivals dropped: the generator could not keep up, so "
                            + "the load was not what the scenario asks for");
        }
        if (run.all().requests() == 0) {
            reasons.add("no request was measured");
        }
        return reasons;
    }
}

package dev.cellmesh.load.run;

import dev.cellmesh.load.check.Finding;
import dev.cellmesh.load.fault.FaultTimeline.Mark;
import dev.cellmesh.load.record.Recording;
import dev.cellmesh.load.scenario.Scenario;
import dev.cellmesh.load.verdict.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that a run leaves: what reports are made of.
 *
 * @param environment machine, JVM, versions, target, command; name to value, in the order to be shown
 * @param aborted the rule that ended the run early
 * @param samples of the machine, such as memory of the target, by name
 */
public record RunResult(
        Scenario scenario,
        long seed,
        Instant startedAt,
        Map<String, String> environment,
        Recording recording,
        List<Mark> marks,
        List<Verdict> verdicts,
        List<Finding> findings,
        Optional<String> aborted,
        Map<String, List<Gauge>> samples) {

    /** A value at a moment. */
    public record Gauge(long offsetNanos, double value) {}

    /** What the process says to scripts. */
    public int exitCode() {
        if (findings.stream().anyMatch(finding -> !finding.holds())) {
            return ExitCode.CORRECTNESS_VIOLATED;
        }
        // What did not break as it should was not tested, whatever was measured.
        if (marks.stream().anyMatch(Mark::failed)) {
            return ExitCode.TARGET;
        }
        boolean breached = aborted.isPresent()
                || verdicts.stream().anyMatch(verdict -> !verdict.holds())
                || recording.generator().dropped() > 0;
        return breached ? ExitCode.SLO_BREACHED : ExitCode.PASS;
    }
}

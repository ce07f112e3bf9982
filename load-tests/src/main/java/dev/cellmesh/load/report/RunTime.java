package dev.cellmesh.load.report;

import dev.cellmesh.load.record.Recording;
import dev.cellmesh.load.run.RunResult;
import dev.cellmesh.load.scenario.Scenario.Phase;
import dev.cellmesh.load.schedule.ClosedLoop;
import dev.cellmesh.load.schedule.OpenModel;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How long was measured, and how much was asked for when?
 *
 * @param endNanos when the last phase ended, or the run was ended early
 */
record RunTime(List<Phase> phases, long endNanos) {
    /** Rates that change within a step are averaged over so many moments of it. */
    private static final int LOOKS = 10;

    static RunTime of(RunResult result) {
        long planned = result.scenario().duration().toNanos();
        Recording recording = result.recording();
        boolean early = result.aborted().isPresent() && !recording.timeline().isEmpty();
        long end = early ? Math.min(planned, recording.timeline().lastKey() + recording.intervalNanos()) : planned;
        return new RunTime(result.scenario().phases(), end);
    }

    /** Time that phases other than warm-up cover, however many of them cover it at once. */
    double measuredSeconds() {
        long covered = 0;
        long until = 0;
        List<Phase> byStart = phases.stream()
                .filter(phase -> !phase.warmup())
                .sorted(Comparator.comparing(Phase::startAt))
                .toList();
        for (Phase phase : byStart) {
            long from = Math.max(until, phase.startAt().toNanos());
            long to = Math.min(endNanos, end(phase));
            if (to > from) {
                covered += to - from;
                until = to;
            }
        }
        return covered / 1e9;
    }

    /** Arrivals a second that the schedules mean, on average over the step; empty while a closed loop runs. */
    Optional<Double> askedPerSecond(long fromNanos, long lengthNanos) {
        double sum = 0;
        for (int look = 0; look < LOOKS; look++) {
            long at = fromNanos + lengthNanos * (2L * look + 1) / (2L * LOOKS);
            for (Phase phase : phases) {
                long start = phase.startAt().toNanos();
                if (at < start || at >= Math.min(end(phase), endNanos)) {
                    continue;
                }
                switch (phase.load()) {
                    case ClosedLoop closed -> {
                        return Optional.empty();
                    }
                    case OpenModel open -> sum += open.ratePerSecond(at - start);
                }
            }
        }
        return Optional.of(sum / LOOKS);
    }

    private static long end(Phase phase) {
        return phase.startAt().plus(phase.load().duration()).toNanos();
    }
}

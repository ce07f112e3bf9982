package dev.cellmesh.load.export;

import dev.cellmesh.load.scenario.Scenario.Phase;
import dev.cellmesh.load.schedule.ClosedLoop;
import dev.cellmesh.load.schedule.ConstantRate;
import dev.cellmesh.load.schedule.PoissonProcess;
import dev.cellmesh.load.schedule.Ramp;
import dev.cellmesh.load.schedule.Replay;
import dev.cellmesh.load.schedule.Share;
import dev.cellmesh.load.schedule.Spike;
import dev.cellmesh.load.schedule.Steps;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Which of Hyperfoil's phases make up one of ours?
 *
 * @param lines what its model needs
 * @param peakPerSecond most arrivals a second; for the sessions to make room for
 */
record HyperfoilPhase(
        String name,
        String type,
        Duration start,
        Duration lasts,
        List<String> lines,
        double peakPerSecond,
        String lacks) {

    static List<HyperfoilPhase> of(Phase phase) {
        String name = phase.name();
        Duration start = phase.startAt();
        return switch (phase.load()) {
            case ConstantRate constant ->
                List.of(constant(name, start, constant.duration(), constant.perSecond(), false));
            case PoissonProcess poisson ->
                List.of(constant(name, start, poisson.duration(), poisson.perSecond(), true));
            case Ramp ramp -> List.of(ramp(name, start, ramp));
            case Steps steps -> steps(name, start, steps);
            case Spike spike -> spike(name, start, spike);
            case Replay replay -> {
                double mean = replay.trace().size() / (replay.duration().toNanos() / 1e9);
                HyperfoilPhase even = constant(name, start, replay.duration(), mean, false);
                yield List.of(new HyperfoilPhase(
                        name,
                        even.type(),
                        start,
                        even.lasts(),
                        even.lines(),
                        mean,
                        "a trace cannot be replayed: its mean rate instead"));
            }
            case Share share ->
                throw new IllegalArgumentException("an agent's share of a load is not exported, but the whole");
            case ClosedLoop closed ->
                List.of(new HyperfoilPhase(
                        name, "always", start, closed.duration(), List.of("users: " + closed.users()), 0, ""));
        };
    }

    private static HyperfoilPhase constant(
            String name, Duration start, Duration lasts, double perSecond, boolean variance) {
        return new HyperfoilPhase(
                name,
                "constantRate",
                start,
                lasts,
                List.of("usersPerSec: " + perSecond, "variance: " + variance),
                perSecond,
                "");
    }

    private static HyperfoilPhase ramp(String name, Duration start, Ramp ramp) {
        double from = ramp.fromPerSecond();
        double to = ramp.toPerSecond();
        if (from == to) {
            return constant(name, start, ramp.duration(), from, false);
        }
        return new HyperfoilPhase(
                name,
                from < to ? "increasingRate" : "decreasingRate",
                start,
                ramp.duration(),
                List.of("initialUsersPerSec: " + from, "targetUsersPerSec: " + to, "variance: false"),
                Math.max(from, to),
                "");
    }

    private static List<HyperfoilPhase> steps(String name, Duration start, Steps steps) {
        List<HyperfoilPhase> phases = new ArrayList<>();
        Duration at = start;
        for (Steps.Step step : steps.steps()) {
            if (step.perSecond() > 0) {
                phases.add(
                        constant(name + "-step" + (phases.size() + 1), at, step.duration(), step.perSecond(), false));
            }
            at = at.plus(step.duration());
        }
        return phases;
    }

    private static List<HyperfoilPhase> spike(String name, Duration start, Spike spike) {
        List<HyperfoilPhase> phases = new ArrayList<>();
        Duration end = spike.at().plus(spike.lasts());
        Duration rest = spike.duration().minus(end);
        if (spike.basePerSecond() > 0 && !spike.at().isZero()) {
            phases.add(constant(name + "-before", start, spike.at(), spike.basePerSecond(), false));
        }
        phases.add(constant(name + "-peak", start.plus(spike.at()), spike.lasts(), spike.peakPerSecond(), false));
        if (spike.basePerSecond() > 0 && !rest.isZero()) {
            phases.add(constant(name + "-after", start.plus(end), rest, spike.basePerSecond(), false));
        }
        return phases;
    }
}

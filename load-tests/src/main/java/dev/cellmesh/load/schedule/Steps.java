package dev.cellmesh.load.schedule;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** One constant rate after the other, such as a staircase that looks for the knee; a step of 0 is a pause. */
public record Steps(List<Step> steps) implements OpenModel {
    public static final int STEPS_MAX = 1000;

    /** @param perSecond 0 for a pause */
    public record Step(double perSecond, Duration duration) {
        public Step {
            Rates.checkRateOrNone(perSecond);
            Rates.checkDuration(duration);
        }
    }

    public Steps {
        steps = List.copyOf(steps);
        if (steps.isEmpty() || steps.size() > STEPS_MAX) {
            throw new IllegalArgumentException("there are 1 to " + STEPS_MAX + " steps, not " + steps.size());
        }
        Rates.checkRate(steps.stream().mapToDouble(Step::perSecond).max().getAsDouble());
        Rates.checkDuration(sum(steps));
    }

    @Override
    public Duration duration() {
        return sum(steps);
    }

    @Override
    public Arrivals arrivals(long seed) {
        return segments().arrivals();
    }

    @Override
    public double ratePerSecond(long offsetNanos) {
        return segments().ratePerSecond(offsetNanos);
    }

    @Override
    public String describe() {
        return "steps of "
                + steps.stream()
                        .map(step -> Rates.rate(step.perSecond()) + " for " + Rates.seconds(step.duration()))
                        .collect(Collectors.joining(", "));
    }

    private Segments segments() {
        Segments segments = new Segments();
        steps.forEach(step -> segments.then(step.perSecond(), step.perSecond(), step.duration()));
        return segments;
    }

    private static Duration sum(List<Step> steps) {
        return steps.stream().map(Step::duration).reduce(Duration.ZERO, Duration::plus);
    }
}

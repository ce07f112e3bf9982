package dev.cellmesh.load.schedule;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Schedules of every kind, for properties that all of them have. */
final class Models {
    private Models() {}

    static List<Long> all(Arrivals arrivals) {
        List<Long> all = new ArrayList<>();
        for (long next = arrivals.nextNanos(); next != Arrivals.END; next = arrivals.nextNanos()) {
            all.add(next);
        }
        return all;
    }

    static List<Long> all(OpenModel model, long seed) {
        return all(model.arrivals(seed));
    }

    /** Those whose arrivals follow from the integral of their rate alone. */
    static Arbitrary<OpenModel> exact() {
        Arbitrary<OpenModel> constant = Combinators.combine(rate(), duration()).as(ConstantRate::new);
        Arbitrary<OpenModel> ramp =
                Combinators.combine(rateOrNone(), rate(), duration()).as(Ramp::new);
        Arbitrary<OpenModel> down =
                Combinators.combine(rate(), rateOrNone(), duration()).as(Ramp::new);
        Arbitrary<OpenModel> spike = Combinators.combine(rateOrNone(), rate(), duration(), duration(), duration())
                .as((base, peak, before, lasts, after) ->
                        new Spike(base, peak, before, lasts, before.plus(lasts).plus(after)));
        return Arbitraries.oneOf(constant, ramp, down, steps(), spike);
    }

    static Arbitrary<OpenModel> any() {
        Arbitrary<OpenModel> poisson = Combinators.combine(rate(), duration()).as(PoissonProcess::new);
        Arbitrary<OpenModel> share = Combinators.combine(
                        Arbitraries.oneOf(exact(), poisson, replay()),
                        Arbitraries.integers().between(1, 5),
                        Arbitraries.integers().between(0, 4),
                        Arbitraries.longs())
                .as((whole, parts, number, seed) -> new Share(whole, number % parts, parts, seed));
        return Arbitraries.oneOf(exact(), poisson, replay(), share);
    }

    private static Arbitrary<OpenModel> steps() {
        return Combinators.combine(rateOrNone(), duration())
                .as(Steps.Step::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(6)
                .filter(steps -> steps.stream().anyMatch(step -> step.perSecond() > 0))
                .map(Steps::new);
    }

    private static Arbitrary<OpenModel> replay() {
        Arbitrary<List<Long>> offsets = Arbitraries.longs()
                .between(0, 5_000_000_000L)
                .list()
                .ofMinSize(1)
                .ofMaxSize(200);
        Arbitrary<Double> speed = Arbitraries.doubles().between(0.1, 50);
        return Combinators.combine(offsets, speed).as((some, times) -> new Replay(trace(some), times));
    }

    private static Trace trace(List<Long> offsets) {
        StringBuilder text = new StringBuilder("offset,request\n");
        offsets.stream()
                .sorted()
                .forEach(offset ->
                        text.append(offset).append("ns,r").append(offset % 3).append('\n'));
        try {
            return Trace.parse("test", text.toString());
        } catch (TraceException e) {
            throw new AssertionError(e);
        }
    }

    private static Arbitrary<Double> rate() {
        return Arbitraries.doubles().between(0.5, 700).ofScale(3);
    }

    private static Arbitrary<Double> rateOrNone() {
        return Arbitraries.oneOf(Arbitraries.just(0.0), rate());
    }

    private static Arbitrary<Duration> duration() {
        return Arbitraries.longs().between(1, 4_000_000_000L).map(Duration::ofNanos);
    }
}

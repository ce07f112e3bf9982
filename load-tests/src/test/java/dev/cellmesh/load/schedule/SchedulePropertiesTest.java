package dev.cellmesh.load.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What every schedule promises, whatever its numbers. */
class SchedulePropertiesTest {
    @Provide
    Arbitrary<OpenModel> models() {
        return Models.any();
    }

    @Provide
    Arbitrary<OpenModel> exact() {
        return Models.exact();
    }

    @Property(tries = 300)
    void arrivalsNeverGoBackAndStayWithin(@ForAll("models") OpenModel model, @ForAll long seed) {
        List<Long> all = Models.all(model, seed);
        assertThat(all)
                .isSorted()
                .allMatch(at -> at >= 0 && at < model.duration().toNanos());
    }

    @Property(tries = 300)
    void theEndIsForGood(@ForAll("models") OpenModel model, @ForAll long seed) {
        Arrivals arrivals = model.arrivals(seed);
        Models.all(arrivals);
        assertThat(arrivals.nextNanos()).isEqualTo(Arrivals.END);
        assertThat(arrivals.nextNanos()).isEqualTo(Arrivals.END);
        assertThat(arrivals.operation()).isEmpty();
    }

    @Property(tries = 200)
    void theSeedAloneDecidesHoweverItIsConsumed(@ForAll("models") OpenModel model, @ForAll long seed) {
        Arrivals first = model.arrivals(seed);
        Arrivals second = model.arrivals(seed);
        List<Long> ofFirst = new ArrayList<>();
        List<Long> ofSecond = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            ofFirst.add(first.nextNanos());
            if (i % 7 == 3) {
                model.ratePerSecond(i * 1_000_000L);
                model.arrivals(seed + i).nextNanos();
                first.operation();
            }
        }
        for (int i = 0; i < 500; i++) {
            ofSecond.add(second.nextNanos());
        }
        assertThat(ofFirst).isEqualTo(ofSecond);
    }

    @Property(tries = 200)
    void allPartsTogetherAreTheWhole(@ForAll("models") OpenModel model, @ForAll long seed) {
        for (int parts = 1; parts <= 4; parts++) {
            List<Long> together = new ArrayList<>();
            for (int number = 0; number < parts; number++) {
                together.addAll(Models.all(new Share(model, number, parts, seed), number));
            }
            Collections.sort(together);
            assertThat(together).isEqualTo(Models.all(model, seed));
        }
    }

    /** For any time from the start: as many as the integral of the rate, to less than one. */
    @Property(tries = 200)
    void countsAreTheIntegralOfTheRate(@ForAll("exact") OpenModel model) {
        long[] all = Models.all(model, 0).stream().mapToLong(Long::longValue).toArray();
        long duration = model.duration().toNanos();
        int slices = 4000;
        double integral = 0;
        int counted = 0;
        for (int i = 0; i < slices; i++) {
            // Rates are lines, but for jumps, which cost a slice's width each.
            long middle = (long) ((i + 0.5) * duration / slices);
            integral += model.ratePerSecond(middle) * duration / 1e9 / slices;
            while (counted < all.length && all[counted] < (double) duration * (i + 1) / slices) {
                counted++;
            }
            double jumps = 8 * 700.0 * duration / 1e9 / slices;
            assertThat(counted - integral).isBetween(-1e-6 - jumps, 1 + 1e-6 + jumps);
        }
    }

    @Property(tries = 50)
    void thereIsNoLoadOutsideOfTheDuration(@ForAll("exact") OpenModel model) {
        assertThat(model.ratePerSecond(model.duration().toNanos())).isZero();
    }

    @Provide
    Arbitrary<Double> badRates() {
        return Arbitraries.of(-1.0, Double.NaN, Double.POSITIVE_INFINITY, 1_000_001.0);
    }

    @Property
    void noModelTakesAnImpossibleRate(@ForAll("badRates") double rate) {
        Duration second = Duration.ofSeconds(1);
        for (Supplier<Object> making : List.<Supplier<Object>>of(
                () -> new ConstantRate(rate, second),
                () -> new Ramp(rate, 1, second),
                () -> new Ramp(1, rate, second),
                () -> new Steps.Step(rate, second),
                () -> new PoissonProcess(rate, second),
                () -> new Spike(rate, 1, second, second, second.multipliedBy(3)),
                () -> new Spike(1, rate, second, second, second.multipliedBy(3)))) {
            assertThatThrownBy(making::get).isInstanceOf(IllegalArgumentException.class);
        }
    }
}

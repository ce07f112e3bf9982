package dev.cellmesh.services.edge.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.services.edge.health.CircuitBreaker.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {
    private static final long TICK = RegionHealth.SLOT_NANOS;

    private final CircuitBreaker breaker = new CircuitBreaker(new Random(7), 0);
    private long nowNanos;

    private void tick() {
        nowNanos += TICK;
        breaker.tick(nowNanos);
    }

    private long nanosUntil(Phase phase) {
        long from = nowNanos;
        while (breaker.phase() != phase) {
            tick();
        }
        return nowNanos - from;
    }

    private void trial(boolean good) {
        assertThat(breaker.takePermit()).isTrue();
        breaker.trialEnded(breaker.generation(), good);
        tick();
    }

    private void trials(int count, boolean good) {
        for (int i = 0; i < count; i++) {
            trial(good);
        }
    }

    @Test
    void itOpensAndTriesAndCloses() {
        breaker.trip(Trip.ERRORS, nowNanos);
        assertThat(breaker.phase()).isEqualTo(Phase.OPEN);
        assertThat(breaker.hasPermit()).isFalse();
        nanosUntil(Phase.HALF_OPEN);
        trials(CircuitBreaker.GOOD_TRIALS - 1, true);
        assertThat(breaker.phase()).isEqualTo(Phase.HALF_OPEN);
        trial(true);
        assertThat(breaker.phase()).isEqualTo(Phase.CLOSED);
    }

    @Test
    void oneBadTrialMayBeChanceTwoAreNot() {
        breaker.trip(Trip.ERRORS, nowNanos);
        nanosUntil(Phase.HALF_OPEN);
        trials(CircuitBreaker.BAD_TRIALS - 1, false);
        trial(true);
        assertThat(breaker.phase()).isEqualTo(Phase.HALF_OPEN);
        trial(false);
        assertThat(breaker.phase()).isEqualTo(Phase.OPEN);
        assertThat(breaker.cause()).isEqualTo(Trip.ERRORS);
    }

    @Test
    void oneTrialAtATimeAndOneATick() {
        breaker.trip(Trip.ERRORS, nowNanos);
        nanosUntil(Phase.HALF_OPEN);
        assertThat(breaker.takePermit()).isTrue();
        assertThat(breaker.takePermit()).isFalse();
        tick();
        assertThat(breaker.takePermit()).as("the first has not ended").isFalse();
        breaker.trialUndecided(breaker.generation());
        assertThat(breaker.takePermit()).as("in the same tick").isFalse();
        tick();
        assertThat(breaker.takePermit()).isTrue();
    }

    @Test
    void eachTripLastsLongerUpToALimit() {
        List<Long> lengths = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            breaker.trip(Trip.LATENCY, nowNanos);
            lengths.add(nanosUntil(Phase.HALF_OPEN));
        }
        assertThat(lengths.get(2)).isGreaterThan(lengths.get(0));
        assertThat(lengths.get(4)).isGreaterThan(lengths.get(2));
        assertThat(lengths)
                .allSatisfy(nanos -> assertThat(nanos)
                        .isBetween(CircuitBreaker.OPEN_NANOS / 2, CircuitBreaker.OPEN_NANOS_MAX * 3 / 2));
    }

    @Test
    void whatWasLongAgoIsForgotten() {
        breaker.trip(Trip.LATENCY, nowNanos);
        nanosUntil(Phase.HALF_OPEN);
        trials(CircuitBreaker.GOOD_TRIALS, true);
        assertThat(breaker.repetitions()).isEqualTo(1);
        nowNanos += CircuitBreaker.FORGET_NANOS;
        tick();
        assertThat(breaker.repetitions()).isZero();
    }

    /** Whatever ended that began before the last trip, or without a permit: only a row of good trials closes. */
    @Property(tries = 200)
    void aLateSuccessNeverCloses(@ForAll @Size(max = 60) List<@IntRange(max = 4) Integer> steps) {
        CircuitBreaker one = new CircuitBreaker(new Random(7), 0);
        List<Long> before = new ArrayList<>(List.of(one.generation()));
        one.trip(Trip.FAILURES, 0);
        before.add(one.generation());
        long now = 0;
        for (int step : steps) {
            switch (step) {
                case 0, 1 -> before.forEach(generation -> one.trialEnded(generation, true));
                case 2 -> before.forEach(one::trialUndecided);
                default -> {
                    now += CircuitBreaker.OPEN_NANOS;
                    one.tick(now);
                }
            }
            assertThat(one.phase()).isNotEqualTo(Phase.CLOSED);
        }
    }
}

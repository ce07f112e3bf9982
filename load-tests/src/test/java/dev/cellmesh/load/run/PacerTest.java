package dev.cellmesh.load.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.load.schedule.ConstantRate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PacerTest {
    private static final long START = 1_000_000_000_000L;
    private static final long MILLI = 1_000_000;

    private record Happened(long intendedNanos, long atNanos) {}

    private final FakeLoop loop = new FakeLoop(START - MILLI);
    private final List<Happened> happened = new ArrayList<>();
    private int ended;

    private Pacer pacer(double perSecond, Duration lasts) {
        return new Pacer(
                loop,
                new ConstantRate(perSecond, lasts).arrivals(1),
                START,
                (intended, operation) -> {
                    assertThat(operation).isEqualTo(Optional.empty());
                    happened.add(new Happened(intended, loop.nanoTime()));
                },
                () -> ended++);
    }

    @Test
    void everyArrivalHappensAtItsTime() {
        pacer(1000, Duration.ofMillis(100)).start();
        loop.passTo(START + 200 * MILLI);
        assertThat(happened).hasSize(100);
        assertThat(happened).allMatch(one -> one.atNanos() == one.intendedNanos());
        assertThat(happened.get(7).intendedNanos()).isEqualTo(START + 7 * MILLI);
        assertThat(ended).isEqualTo(1);
    }

    @Test
    void aHoldUpDelaysArrivalsButNeverDropsThem() {
        pacer(1000, Duration.ofMillis(100)).start();
        loop.passTo(START + 10 * MILLI);
        loop.holdUpTo(START + 60 * MILLI);
        loop.passTo(START + 200 * MILLI);
        assertThat(happened).hasSize(100);
        assertThat(happened.get(11)).isEqualTo(new Happened(START + 11 * MILLI, START + 60 * MILLI));
        assertThat(happened.get(99).atNanos()).isEqualTo(START + 99 * MILLI);
    }

    @Test
    void whileItHurriesOthersGetTheirTurn() {
        pacer(100_000, Duration.ofMillis(10)).start();
        List<Integer> turns = new ArrayList<>();
        loop.holdUpTo(START + 10 * MILLI);
        loop.at(loop.nanoTime(), () -> turns.add(happened.size()));
        loop.passTo(START + 10 * MILLI);
        assertThat(happened).hasSize(1000);
        assertThat(turns.getFirst()).isLessThan(100);
    }

    @Test
    void whatWasDueAtAStopIsCounted() {
        Pacer pacer = pacer(1000, Duration.ofHours(1));
        pacer.start();
        loop.passTo(START + 9 * MILLI);
        loop.holdUpTo(START + 19 * MILLI);
        assertThat(pacer.stop()).isEqualTo(10);
        assertThat(pacer.stop()).isZero();
        loop.passTo(START + 50 * MILLI);
        assertThat(happened).hasSize(10);
        assertThat(ended).isEqualTo(1);
    }
}

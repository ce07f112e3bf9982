package dev.cellmesh.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class WaitsTest {
    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

    @Property
    void neverSoonerThanTheMeshAsksForAndLittleLater(
            @ForAll long seed, @ForAll @LongRange(min = 0, max = 100_000) long asked) {
        long waits = Waits.millis(1, Optional.of(Duration.ofMillis(asked)), new Random(seed));

        assertThat(waits).isBetween(asked, asked + asked / 4);
    }

    @Property
    void withoutThatAnyTimeUpToOneThatDoubles(@ForAll long seed, @ForAll @IntRange(min = 1, max = 1_000) int tries) {
        long most = 50L << Math.min(tries - 1, 6);

        assertThat(Waits.millis(tries, Optional.empty(), new Random(seed))).isBetween(0L, most);
    }

    @Test
    void secondsAndDatesAreUnderstood() {
        assertThat(Waits.retryAfter(" 3 ", NOW)).contains(Duration.ofSeconds(3));
        assertThat(Waits.retryAfter("Sun, 01 Nov 2026 12:00:07 GMT", NOW)).contains(Duration.ofSeconds(7));
    }

    @Test
    void whatIsNeitherOrPastIsNoWish() {
        assertThat(Waits.retryAfter("soon", NOW)).isEmpty();
        assertThat(Waits.retryAfter("Sun, 01 Nov 2026 11:59:00 GMT", NOW)).isEmpty();
        assertThat(Waits.retryAfter("99999999999999999999", NOW)).isEmpty();
    }
}

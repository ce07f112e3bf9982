package dev.cellmesh.services.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestDeadlineTest {
    @Test
    void whoAsksNothingGetsTheDefaultAndNobodyMoreThanTheMost() {
        assertThat(RequestDeadline.askedMillis(null)).hasValue(10_000);
        assertThat(RequestDeadline.askedMillis("250")).hasValue(250);
        assertThat(RequestDeadline.askedMillis("0")).hasValue(0);
        assertThat(RequestDeadline.askedMillis("999999999")).hasValue(30_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "+1", "1.5", "1e3", "soon", " 1", "1 ", "9999999999", "\u0661"})
    void whatIsNoNumberIsRefused(String header) {
        assertThat(RequestDeadline.askedMillis(header)).isEmpty();
    }

    @Property
    void theCellGetsLessThanIsLeftButNeverNothing(
            @ForAll @LongRange(min = 1, max = 30_000) long millis,
            @ForAll @LongRange(min = 0, max = 40_000) long passedMillis,
            @ForAll long startNanos) {
        RequestDeadline deadline = RequestDeadline.in(millis, startNanos);
        long nowNanos = startNanos + TimeUnit.MILLISECONDS.toNanos(passedMillis);
        long left = Math.max(0, millis - passedMillis);
        assertThat(deadline.remainingMillis(nowNanos)).isEqualTo(left);
        long forCell = deadline.millisForCell(nowNanos);
        assertThat(forCell).isBetween(Math.min(left, 1), left);
        if (left >= 10) {
            assertThat(forCell).isLessThanOrEqualTo(left - left / 10);
        }
    }
}

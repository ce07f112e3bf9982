package dev.cellmesh.model.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Does an alert come when the budget really burns, and only then? */
class ErrorBudgetTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final long HOUR = Duration.ofHours(1).toNanos();

    private final ErrorBudget budget = new ErrorBudget(Objective.DEFAULT, 0);

    /** One request a second; every {@code nth} is bad, none when 0. */
    private long traffic(long fromNanos, Duration time, int nth) {
        long now = fromNanos;
        for (long i = 1; i <= time.toSeconds(); i++) {
            now += SECOND;
            budget.record(now, nth > 0 && i % nth == 0 ? Judgement.FAILED : Judgement.GOOD);
        }
        return now;
    }

    @Test
    void aRateOfOneUsesUpExactlyWhatIsAllowed() {
        long now = traffic(0, Duration.ofHours(1), 1_000);
        assertThat(budget.read(now).burnRate(BurnWindow.HOUR_1)).isCloseTo(1, within(0.2));
    }

    @Test
    void withoutRequestsNothingBurns() {
        BudgetReading reading = budget.read(HOUR);
        for (BurnWindow window : BurnWindow.values()) {
            assertThat(reading.burnRate(window)).isZero();
        }
        assertThat(reading.remaining()).isEqualTo(1);
        assertThat(reading.alerts()).isEmpty();
    }

    @Test
    void aSteadyFireOfTwoPercentPagesFast() {
        long now = traffic(0, Duration.ofHours(2), 50);
        assertThat(budget.read(now).alerts()).contains(BurnAlert.PAGE_FAST);
    }

    @Test
    void onePercentForHoursPagesSlowly() {
        long now = traffic(0, Duration.ofHours(8), 100);
        assertThat(budget.read(now).alerts()).contains(BurnAlert.PAGE_SLOW).doesNotContain(BurnAlert.PAGE_FAST);
    }

    @Test
    void aFireThatIsOutStopsThePage() {
        long burning = traffic(0, Duration.ofHours(2), 10);
        assertThat(budget.read(burning).alerts()).contains(BurnAlert.PAGE_FAST);
        long over = traffic(burning, Duration.ofMinutes(6), 0);
        assertThat(budget.read(over).burnRate(BurnWindow.HOUR_1)).isGreaterThan(BurnAlert.PAGE_FAST.factor());
        assertThat(budget.read(over).alerts()).doesNotContain(BurnAlert.PAGE_FAST);
    }

    @Test
    void aFewBadOnesOfAQuietServiceAreChance() {
        for (int i = 0; i < Objective.DEFAULT.badMin() - 1; i++) {
            budget.record(4 * HOUR + i, Judgement.FAILED);
        }
        assertThat(budget.read(4 * HOUR).alerts()).isEmpty();
        budget.record(4 * HOUR, Judgement.FAILED);
        assertThat(budget.read(4 * HOUR).alerts()).isNotEmpty();
    }

    @Test
    void aBadMinuteAfterAStartDoesNotSpeakForThreeDays() {
        traffic(0, Duration.ofMinutes(5), 0);
        long now = traffic(5 * 60 * SECOND, Duration.ofMinutes(1), 2);
        assertThat(budget.read(now).burnRate(BurnWindow.DAYS_3)).isGreaterThan(BurnAlert.TICKET.factor());
        assertThat(budget.read(now).alerts()).isEmpty();
    }

    @Test
    void aTotalOutageAfterAStartPages() {
        long now = traffic(0, Duration.ofMinutes(6), 1);
        assertThat(budget.read(now).alerts()).contains(BurnAlert.PAGE_FAST);
    }

    @Test
    void whatDoesNotCountChangesNothing() {
        budget.record(SECOND, Judgement.NOT_COUNTED);
        assertThat(budget.read(SECOND).in(BurnWindow.MINUTES_5)).isEqualTo(Counted.NONE);
    }

    @Test
    void badRequestsLeaveTheirWindowsOneAfterTheOther() {
        budget.record(0, Judgement.FAILED);
        Map<BurnWindow, Long> bad = new EnumMap<>(BurnWindow.class);
        long now = 2 * HOUR;
        for (BurnWindow window : BurnWindow.values()) {
            bad.put(window, budget.read(now).in(window).bad());
        }
        assertThat(bad)
                .isEqualTo(new EnumMap<>(Map.of(
                        BurnWindow.MINUTES_5,
                        0L,
                        BurnWindow.MINUTES_30,
                        0L,
                        BurnWindow.HOUR_1,
                        0L,
                        BurnWindow.HOURS_6,
                        1L,
                        BurnWindow.DAYS_3,
                        1L)));
        assertThat(budget.read(73 * HOUR).in(BurnWindow.DAYS_3).bad()).isZero();
    }

    @Test
    void twoObserversAddUp() {
        budget.record(SECOND, Judgement.SLOW);
        BudgetReading one = budget.read(SECOND);
        BudgetReading both = one.and(one);
        assertThat(both.in(BurnWindow.DAYS_3)).isEqualTo(new Counted(2, 2));
        assertThat(both.observed()).isEqualTo(one.observed());
    }
}

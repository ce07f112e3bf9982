package dev.cellmesh.services.edge.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.budget.BurnWindow;
import dev.cellmesh.model.budget.Counted;
import dev.cellmesh.model.budget.Judgement;
import dev.cellmesh.runtime.signal.SignalReport;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Does an edge count by operation, for so many operations and no more, and show it? */
class BudgetsTest {
    private long nowNanos;
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Budgets budgets = new Budgets(meters, () -> nowNanos);

    private double gauge(String name, String... tags) {
        return meters.get(name).tags(tags).gauge().value();
    }

    private void pass(Duration time) {
        nowNanos += time.toNanos();
    }

    @Test
    void whatIsBadBurnsAndShows() {
        for (int i = 0; i < 20; i++) {
            budgets.record("readProduct", i % 2 == 0 ? Judgement.FAILED : Judgement.GOOD);
        }
        pass(Duration.ofSeconds(2));
        assertThat(gauge("cellmesh.slo.burn.rate", "profile", "readProduct", "window", "5m"))
                .isGreaterThan(100);
        assertThat(gauge("cellmesh.slo.budget.remaining", "profile", "readProduct"))
                .isNegative();
        assertThat(meters.get("cellmesh.slo.requests")
                        .tags("profile", "readProduct", "verdict", "bad")
                        .counter()
                        .count())
                .isEqualTo(10);
        assertThat(budgets.read().get("readProduct").in(BurnWindow.MINUTES_5)).isEqualTo(new Counted(20, 10));
    }

    @Test
    void anAlertShows() {
        budgets.record("late", Judgement.GOOD);
        pass(Duration.ofHours(1));
        for (int i = 0; i < 100; i++) {
            budgets.record("late", Judgement.SLOW);
        }
        pass(Duration.ofSeconds(2));
        assertThat(gauge("cellmesh.slo.alert", "profile", "late", "alert", "page-fast"))
                .isEqualTo(1);
        pass(Duration.ofMinutes(10));
        assertThat(gauge("cellmesh.slo.alert", "profile", "late", "alert", "page-fast"))
                .isZero();
    }

    @Test
    void whatDoesNotCountMakesNoSeries() {
        budgets.record("quiet", Judgement.NOT_COUNTED);
        assertThat(meters.getMeters()).isEmpty();
    }

    @Test
    void operationsBeyondTheMostAreOne() {
        int operations = SignalReport.BUDGETS_MAX * 2;
        for (int i = 0; i < operations; i++) {
            budgets.record("operation" + i, Judgement.GOOD);
        }
        pass(Duration.ofSeconds(2));
        assertThat(budgets.read()).hasSize(SignalReport.BUDGETS_MAX).containsKey(Budgets.OTHER);
        assertThat(budgets.read().get(Budgets.OTHER).in(BurnWindow.MINUTES_5).requests())
                .isEqualTo(operations - (SignalReport.BUDGETS_MAX - 1));
    }
}

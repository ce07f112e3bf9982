package dev.cellmesh.model.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.route.TenantPlan;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TenantShareTest {
    @Test
    void oneOfFourCellsTakesAThird() {
        assertThat(TenantShare.of(new TenantPlan("gold", 300, 900), 4)).isEqualTo(new TenantShare(100, 300));
    }

    @Property
    void withOneCellLostTheWholePlanIsStillThereAndWithAllAtMostTwice(
            @ForAll @IntRange(min = 1, max = TenantPlan.REQUESTS_MAX) int rate,
            @ForAll @IntRange(min = 1, max = TenantPlan.REQUESTS_MAX) int burst,
            @ForAll @IntRange(min = 2, max = 64) int cells) {
        TenantShare share = TenantShare.of(new TenantPlan("gold", rate, burst), cells);
        assertThat((long) share.requestsPerSecond() * (cells - 1)).isGreaterThanOrEqualTo(rate);
        assertThat((long) share.burst() * (cells - 1)).isGreaterThanOrEqualTo(burst);
        // A plan smaller than the number of cells is one for each.
        assertThat((long) share.requestsPerSecond() * cells).isLessThanOrEqualTo(2L * rate + cells);
    }

    @Property
    void aTenantThatHasOneCellOrNoneHereHasItsPlan(@ForAll @IntRange(min = 0, max = 1) int cells) {
        assertThat(TenantShare.of(TenantPlan.STANDARD, cells))
                .isEqualTo(new TenantShare(TenantPlan.STANDARD.requestsPerSecond(), TenantPlan.STANDARD.burst()));
    }
}

package dev.cellmesh.services.edge.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cellmesh.model.Region;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RetryBudgetTest {
    private static final Region US = new Region("us-east1");
    private static final Region EU = new Region("europe-west1");
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    /** Every wish is one of: a request, a wish to retry, or so many milliseconds that pass. */
    @Property
    void noWindowHasMoreRetriesThanItsShareOrTheMinimum(
            @ForAll @Size(max = 400) List<@IntRange(min = -60, max = 900) Integer> wishes,
            @ForAll @IntRange(min = 0, max = 100) int percent,
            @ForAll @IntRange(min = 0, max = 5) int minimum) {
        RetryBudget budget = new RetryBudget(percent, minimum);
        List<Long> requests = new ArrayList<>();
        List<Long> retries = new ArrayList<>();
        long now = -7 * SECOND;
        for (int wish : wishes) {
            if (wish > 0) {
                now += TimeUnit.MILLISECONDS.toNanos(wish);
            } else if (wish < -30) {
                requests.add(now);
                budget.requested(now);
            } else {
                long allowance = Math.max(minimum, since(requests, now) * percent / 100);
                assertThat(budget.allows(now)).isEqualTo(since(retries, now) < allowance);
                if (budget.allows(now)) {
                    retries.add(now);
                    budget.retried(now);
                    assertThat(since(retries, now)).isLessThanOrEqualTo(allowance);
                }
            }
        }
    }

    /** Counted anew: in the present second and the nine before it. */
    private static long since(List<Long> times, long now) {
        long first = Math.floorDiv(now, SECOND) - RetryBudget.WINDOW_SECONDS + 1;
        return times.stream()
                .filter(time -> Math.floorDiv(time, SECOND) >= first)
                .count();
    }

    @Test
    void whatWasNotUsedExpires() {
        RetryBudget budget = new RetryBudget(10, 0);
        for (int i = 0; i < 100; i++) {
            budget.requested(0);
        }
        assertThat(budget.allows(9 * SECOND)).isTrue();
        assertThat(budget.allows(10 * SECOND)).isFalse();
    }

    @Test
    void aBudgetIsAPart() {
        assertThatThrownBy(() -> new RetryBudget(101, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RetryBudget(10, -1)).isInstanceOf(IllegalArgumentException.class);
    }

    private final AtomicLong now = new AtomicLong();

    private int taken(RetryBudgets budgets, Region region, int wishes) {
        int taken = 0;
        for (int i = 0; i < wishes; i++) {
            taken += budgets.take(region) ? 1 : 0;
        }
        return taken;
    }

    @Test
    void aDeadRegionGetsATenthMoreAndTheOthersKeepTheirs() {
        RetryBudgets budgets = new RetryBudgets(false, now::get);
        for (int i = 0; i < 1_000; i++) {
            budgets.requested(US);
            budgets.requested(EU);
        }
        assertThat(taken(budgets, US, 1_000)).isEqualTo(100);
        assertThat(taken(budgets, EU, 1_000)).isEqualTo(100);
    }

    @Test
    void theMinimumOfEachRegionDoesNotAddUp() {
        RetryBudgets budgets = new RetryBudgets(false, now::get);
        int all = 0;
        for (String region : List.of("us-east1", "europe-west1", "asia-southeast1")) {
            all += taken(budgets, new Region(region), 100);
        }
        assertThat(all).isEqualTo(5);
        now.addAndGet(TimeUnit.SECONDS.toNanos(RetryBudget.WINDOW_SECONDS));
        assertThat(taken(budgets, US, 100)).isEqualTo(3);
    }

    @Test
    void withoutTheBudgetThereIsNoLimit() {
        assertThat(taken(new RetryBudgets(true, now::get), US, 1_000)).isEqualTo(1_000);
    }
}

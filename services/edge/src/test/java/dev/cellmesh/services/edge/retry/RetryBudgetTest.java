package dev.cellmesh.services.edge.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.TenantId;
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
                boolean free = since(retries, now) < minimum;
                boolean twoSeconds = since(retries, now, 2) < since(requests, now, 2) * percent / 100;
                assertThat(budget.allows(now)).isEqualTo(free || (since(retries, now) < allowance && twoSeconds));
                if (budget.allows(now)) {
                    retries.add(now);
                    budget.retried(now);
                    assertThat(since(retries, now)).isLessThanOrEqualTo(allowance);
                }
            }
        }
    }

    private static long since(List<Long> times, long now) {
        return since(times, now, RetryBudget.WINDOW_SECONDS);
    }

    /** Counted anew: in so many seconds, of which the present one is the last. */
    private static long since(List<Long> times, long now, int seconds) {
        long first = Math.floorDiv(now, SECOND) - seconds + 1;
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
        assertThat(budget.allows(2 * SECOND - 1)).isTrue();
        assertThat(budget.allows(2 * SECOND)).isFalse();
    }

    @Test
    void aBudgetIsAPart() {
        assertThatThrownBy(() -> new RetryBudget(101, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RetryBudget(10, -1)).isInstanceOf(IllegalArgumentException.class);
    }

    private final AtomicLong now = new AtomicLong();

    private static TenantId tenant(int number) {
        return new TenantId("tenant-" + number);
    }

    private int taken(RetryBudgets budgets, int tenant, Region region, int wishes) {
        int taken = 0;
        for (int i = 0; i < wishes; i++) {
            taken += budgets.take(tenant(tenant), region) ? 1 : 0;
        }
        return taken;
    }

    @Test
    void aDeadRegionGetsATenthMoreAndTheOthersKeepTheirs() {
        RetryBudgets budgets = new RetryBudgets(false, now::get);
        for (int i = 0; i < 1_000; i++) {
            budgets.requested(tenant(1), US);
            budgets.requested(tenant(2), EU);
        }
        assertThat(taken(budgets, 1, US, 1_000)).isEqualTo(100);
        assertThat(taken(budgets, 2, US, 1_000)).as("nothing is left there").isZero();
        assertThat(taken(budgets, 2, EU, 1_000)).isEqualTo(100);
    }

    @Test
    void oneTenantDoesNotUseUpWhatOthersNeed() {
        RetryBudgets budgets = new RetryBudgets(false, now::get);
        for (int i = 0; i < 500; i++) {
            budgets.requested(tenant(1), US);
            budgets.requested(tenant(2 + i), US);
        }
        assertThat(taken(budgets, 1, US, 1_000)).isEqualTo(50);
        assertThat(taken(budgets, 2, US, 1_000)).isEqualTo(3);
        assertThat(taken(budgets, 3, US, 1_000)).isEqualTo(3);
    }

    @Test
    void theMinimumOfEachDoesNotAddUp() {
        RetryBudgets budgets = new RetryBudgets(false, now::get);
        int all = 0;
        int number = 0;
        for (String region : List.of("us-east1", "europe-west1", "asia-southeast1")) {
            all += taken(budgets, number++, new Region(region), 100);
        }
        assertThat(all).isEqualTo(5);
        now.addAndGet(TimeUnit.SECONDS.toNanos(RetryBudget.WINDOW_SECONDS));
        assertThat(taken(budgets, 0, US, 100)).isEqualTo(3);
    }

    @Test
    void withoutTheBudgetThereIsNoLimit() {
        assertThat(taken(new RetryBudgets(true, now::get), 1, US, 1_000)).isEqualTo(1_000);
    }
}

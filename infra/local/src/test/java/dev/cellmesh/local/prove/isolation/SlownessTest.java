package dev.cellmesh.local.prove.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cellmesh.local.prove.isolation.load.Answer;
import dev.cellmesh.local.prove.isolation.load.Answers;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SlownessTest {
    private static final int TENANTS = 200;
    private static final int REQUESTS = 200;

    /** Exponential, so that the slowest of a few hundred differ a lot. */
    private static Answers answers(int seed, double slowerTenants, double times) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Answer> all = new ArrayList<>();
        for (int tenant = 0; tenant < TENANTS; tenant++) {
            double factor = tenant < slowerTenants ? times : 1;
            for (int i = 0; i < REQUESTS; i++) {
                long nanos = (long) (-Math.log(1 - random.nextDouble()) * 5e6 * factor);
                all.add(new Answer("s", "t" + tenant, "c", 200, "", 0, nanos));
            }
        }
        return new Answers(all);
    }

    @Test
    void whereNothingChangedNobodyIsCertainlySlower() {
        assertThat(Slowness.of(answers(1, 0, 1), answers(2, 0, 1)).certain()).isEmpty();
    }

    @Test
    void aTenantWhoseRequestsAllTakeFourTimesAsLongIsFound() {
        Slowness slowness = Slowness.of(answers(1, 5, 1), answers(2, 5, 4));

        assertThat(slowness.certain()).hasSize(5);
        assertThat(slowness.counted()).isGreaterThanOrEqualTo(5);
    }

    @Test
    void theChanceOfManyIsThatOfTheBinomialDistribution() {
        // 1 - 0.99^100, and 1 - 0.99^100 - 100 * 0.01 * 0.99^99
        assertThat(Slowness.chanceOfAtLeast(0, 100, 0.01)).isEqualTo(1);
        assertThat(Slowness.chanceOfAtLeast(1, 100, 0.01)).isCloseTo(0.63397, within(1e-5));
        assertThat(Slowness.chanceOfAtLeast(2, 100, 0.01)).isCloseTo(0.26424, within(1e-5));
    }
}

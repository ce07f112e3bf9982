package dev.cellmesh.local.prove.isolation;

import dev.cellmesh.local.prove.isolation.load.Answers;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * How many tenants are slower than they were? Slower is whose p99 is more than twice what it was: of whose requests more than one
 * in a hundred takes longer than twice the old p99.
 *
 * @param counted whose p99 is, as it was seen; of a few hundred requests it hangs on the slowest two or three, so that some are
 *     when nothing has changed at all
 * @param certain those of whom so many requests took longer that chance alone would have given it to one of all tenants in a hundred
 *     such comparisons (an exact binomial test, with Bonferroni's correction)
 */
record Slowness(int counted, Set<String> certain) {
    private static final double TIMES = 2;
    private static final double PERCENTILE = 99;
    private static final double CHANCE = 0.01;

    static Slowness of(Answers before, Answers after) {
        Map<String, Answers> usual = before.byTenant();
        Map<String, Answers> now = after.byTenant();
        int counted = 0;
        Set<String> certain = new TreeSet<>();
        for (Map.Entry<String, Answers> tenant : now.entrySet()) {
            double limitMillis = usual.get(tenant.getKey()).percentileMillis(PERCENTILE) * TIMES;
            Answers own = tenant.getValue();
            if (own.percentileMillis(PERCENTILE) > limitMillis) {
                counted++;
            }
            int slow = (int) own.count(answer -> answer.latencyMillis() > limitMillis);
            if (chanceOfAtLeast(slow, own.count(), 1 - PERCENTILE / 100) < CHANCE / now.size()) {
                certain.add(tenant.getKey());
            }
        }
        return new Slowness(counted, certain);
    }

    /** Of so many trials, each with this probability: that at least so many succeed. */
    static double chanceOfAtLeast(int successes, int trials, double probability) {
        double fewer = 0;
        double exactly = Math.pow(1 - probability, trials);
        for (int k = 0; k < successes; k++) {
            fewer += exactly;
            exactly *= (double) (trials - k) / (k + 1) * probability / (1 - probability);
        }
        return Math.max(0, 1 - fewer);
    }
}

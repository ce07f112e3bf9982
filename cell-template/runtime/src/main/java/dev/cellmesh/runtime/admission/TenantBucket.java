package dev.cellmesh.runtime.admission;

import dev.cellmesh.model.admission.TenantShare;
import dev.cellmesh.model.route.TenantPlan;
import dev.cellmesh.runtime.pipeline.Reply;
import dev.cellmesh.runtime.problem.Problem;
import dev.cellmesh.runtime.problem.ProblemType;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.TokensInheritanceStrategy;
import io.github.bucket4j.local.SynchronizationStrategy;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How much of its share of one cell has a tenant left? A token bucket that follows its plan and its number of cells while it is used:
 * what is left stays. Of a share that becomes less because the tenant has more cells, only after a while, since their edges learn of
 * the new cells one after the other. Used on one event loop only.
 */
final class TenantBucket {
    /** Longer than any edge needs to hear of new routes: pushed in a moment, and asked for every few seconds without a push. */
    static final Duration HELD = Duration.ofSeconds(60);

    private final Bucket bucket;
    /** By their seconds. */
    private final Map<Long, Reply> refusals = new HashMap<>();

    private TenantPlan plan;
    private int cells;
    private TenantShare share;
    private RateLimitFields fields;
    /** That would make the share less, and do not count yet; 0 for none. */
    private int moreCells;

    private long moreCellsSinceNanos;

    TenantBucket(TenantPlan plan, int cells, TimeMeter clock) {
        this.plan = plan;
        this.cells = cells;
        this.share = TenantShare.of(plan, cells);
        this.fields = new RateLimitFields(plan, share);
        this.bucket = Bucket.builder()
                .addLimit(bandwidth(share))
                .withCustomTimePrecision(clock)
                .withSynchronizationStrategy(SynchronizationStrategy.NONE)
                .build();
    }

    /** Takes one if there is one, after it has looked whether plan and cells are still the same. */
    ConsumptionProbe take(TenantPlan currentPlan, int currentCells, long nowNanos) {
        if (currentCells != cells || !currentPlan.equals(plan)) {
            follow(currentPlan, currentCells, nowNanos);
        } else {
            moreCells = 0;
        }
        return bucket.tryConsumeAndReturnRemaining(1);
    }

    RateLimitFields fields() {
        return fields;
    }

    /**
     * What a refused request hears. Kept, since a refusal must not cost the making of a document; there are few, because no plan is below
     * one request a second.
     *
     * @param seconds until it may come back; told in two fields, and the same: clients that know the one need not know the other
     */
    Reply refusal(long seconds) {
        return refusals.computeIfAbsent(
                seconds,
                later -> Reply.problem(Problem.of(
                                        ProblemType.QUOTA_EXCEEDED,
                                        "The tenant has used up what its plan allows here for now.")
                                .with("violated-policies", List.of(plan.name()))
                                .with(Reply.RETRY_AFTER_FIELD, later))
                        .with(RateLimitFields.POLICY, fields.policy(), RateLimitFields.LIMIT, fields.limit(0, later)));
    }

    private void follow(TenantPlan currentPlan, int currentCells, long nowNanos) {
        boolean wouldShrink = TenantShare.of(currentPlan, currentCells).isBelow(TenantShare.of(currentPlan, cells));
        if (!wouldShrink) {
            apply(currentPlan, currentCells);
        } else if (currentCells != moreCells) {
            moreCells = currentCells;
            moreCellsSinceNanos = nowNanos;
            apply(currentPlan, cells);
        } else if (nowNanos - moreCellsSinceNanos >= HELD.toNanos()) {
            apply(currentPlan, currentCells);
        } else {
            apply(currentPlan, cells);
        }
    }

    private void apply(TenantPlan newPlan, int newCells) {
        if (newCells != cells) {
            moreCells = 0;
        }
        TenantShare newShare = TenantShare.of(newPlan, newCells);
        boolean same = newShare.equals(share) && newPlan.equals(plan);
        plan = newPlan;
        cells = newCells;
        if (!same) {
            share = newShare;
            fields = new RateLimitFields(newPlan, newShare);
            refusals.clear();
            bucket.replaceConfiguration(
                    BucketConfiguration.builder().addLimit(bandwidth(newShare)).build(),
                    TokensInheritanceStrategy.AS_IS);
        }
    }

    private static Bandwidth bandwidth(TenantShare share) {
        return Bandwidth.builder()
                .capacity(share.burst())
                .refillGreedy(share.requestsPerSecond(), Duration.ofSeconds(1))
                .build();
    }
}

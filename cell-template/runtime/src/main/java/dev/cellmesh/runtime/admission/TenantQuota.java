package dev.cellmesh.runtime.admission;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.TenantId;
import dev.cellmesh.model.route.TenantRoute;
import dev.cellmesh.runtime.node.NodeContext;
import dev.cellmesh.runtime.node.Weakness;
import dev.cellmesh.runtime.pipeline.Exchange;
import dev.cellmesh.runtime.pipeline.Reply;
import dev.cellmesh.runtime.pipeline.Stage;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.micrometer.core.instrument.Counter;
import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Does the tenant stay within its plan? 429 when it has used up this cell's share of it; every other answer says what is left. Plans come
 * with the routes, and count from the next request on. Used on one event loop only.
 */
public final class TenantQuota implements Stage {
    /** Spread, so that a client's many refused requests do not come back together. */
    private static final int JITTER_SECONDS_MAX = 2;

    private final Region region;
    private final boolean isOn;
    private final LongSupplier nanoClock;
    private final RandomGenerator random;
    private final Buckets buckets;
    private final TimeMeter clock;
    private final Counter throttled;

    /** The least recently used goes first: it has most likely refilled, and then nothing is forgotten with it. */
    private static final class Buckets extends LinkedHashMap<TenantId, TenantBucket> {
        private static final long serialVersionUID = 1L;
        private static final float LOAD_FACTOR = 0.75f;

        private final int max;

        Buckets(int max) {
            super(16, LOAD_FACTOR, true);
            this.max = max;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<TenantId, TenantBucket> eldest) {
            return size() > max;
        }
    }

    public TenantQuota(NodeContext node) {
        this.region = new Region(node.config().region());
        this.isOn = !node.config().isWithout(Weakness.ADMISSION);
        this.nanoClock = node.nanoClock();
        this.random = node.random();
        this.buckets = new Buckets(node.config().sizes().admission().tenantsMax());
        this.clock = new TimeMeter() {
            @Override
            public long currentTimeNanos() {
                return nanoClock.getAsLong();
            }

            @Override
            public boolean isWallClockBased() {
                return false;
            }
        };
        this.throttled = Counter.builder("cellmesh.quota.throttled")
                .description("Requests that were refused because their tenant was beyond its plan")
                .baseUnit("requests")
                .register(node.meters());
    }

    @Override
    public Future<Reply> handle(Exchange exchange, Next next) {
        if (!isOn) {
            return next.proceed();
        }
        TenantRoute route = exchange.route();
        int cells = route.cellsIn(region).size();
        TenantBucket bucket =
                buckets.computeIfAbsent(route.tenant(), tenant -> new TenantBucket(route.plan(), cells, clock));
        ConsumptionProbe probe = bucket.take(route.plan(), cells, nanoClock.getAsLong());
        RateLimitFields fields = bucket.fields();
        if (!probe.isConsumed()) {
            throttled.increment();
            long seconds = Math.max(1, RateLimitFields.seconds(probe.getNanosToWaitForRefill()));
            return Future.succeededFuture(bucket.refusal(seconds + random.nextInt(JITTER_SECONDS_MAX + 1)));
        }
        long fullInSeconds = RateLimitFields.seconds(probe.getNanosToWaitForReset());
        return next.proceed()
                .map(reply -> reply.with(
                        RateLimitFields.POLICY,
                        fields.policy(),
                        RateLimitFields.LIMIT,
                        fields.limit(probe.getRemainingTokens(), fullInSeconds)));
    }

    @Override
    public String toString() {
        return "tenant quota";
    }
}

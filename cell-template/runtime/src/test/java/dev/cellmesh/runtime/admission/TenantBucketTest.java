package dev.cellmesh.runtime.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.route.TenantPlan;
import io.github.bucket4j.TimeMeter;
import org.junit.jupiter.api.Test;

class TenantBucketTest {
    private static final long SECOND = 1_000_000_000L;
    private static final TenantPlan TEN = new TenantPlan("ten", 10, 20);

    private long nowNanos = 7 * SECOND;

    private final TimeMeter clock = new TimeMeter() {
        @Override
        public long currentTimeNanos() {
            return nowNanos;
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    };

    private long taken(TenantBucket bucket, TenantPlan plan, int cells) {
        long taken = 0;
        while (bucket.take(plan, cells, nowNanos).isConsumed()) {
            taken++;
        }
        return taken;
    }

    @Test
    void aBurstAndThenThePace() {
        TenantBucket bucket = new TenantBucket(TEN, 1, clock);
        assertThat(taken(bucket, TEN, 1)).isEqualTo(20);
        nowNanos += SECOND / 2;
        assertThat(taken(bucket, TEN, 1)).isEqualTo(5);
        nowNanos += 100 * SECOND;
        assertThat(taken(bucket, TEN, 1)).isEqualTo(20);
    }

    @Test
    void aChangedPlanCountsAtOnceAndWhatIsLeftStays() {
        TenantBucket bucket = new TenantBucket(TEN, 1, clock);
        taken(bucket, TEN, 1);
        TenantPlan hundred = new TenantPlan("hundred", 100, 200);
        assertThat(taken(bucket, hundred, 1)).isZero();
        nowNanos += SECOND;
        assertThat(taken(bucket, hundred, 1)).isEqualTo(100);
        assertThat(bucket.fields().policy()).isEqualTo("\"hundred\";q=200;w=2");
        nowNanos += 100 * SECOND;
        TenantPlan one = new TenantPlan("one", 1, 3);
        assertThat(taken(bucket, one, 1)).isEqualTo(3);
        nowNanos += SECOND;
        assertThat(taken(bucket, one, 1)).isEqualTo(1);
    }

    @Test
    void moreCellsMakeTheShareLessOnlyAfterAWhile() {
        TenantBucket bucket = new TenantBucket(TEN, 2, clock);
        assertThat(taken(bucket, TEN, 3)).isEqualTo(20);
        nowNanos += TenantBucket.HELD.toNanos() - 1;
        assertThat(taken(bucket, TEN, 3)).isEqualTo(20);
        nowNanos += 1;
        bucket.take(TEN, 3, nowNanos);
        nowNanos += 100 * SECOND;
        assertThat(taken(bucket, TEN, 3)).isEqualTo(10);
    }

    @Test
    void fewerCellsMakeItMoreAtOnce() {
        TenantBucket bucket = new TenantBucket(TEN, 3, clock);
        taken(bucket, TEN, 3);
        bucket.take(TEN, 2, nowNanos);
        nowNanos += 100 * SECOND;
        assertThat(taken(bucket, TEN, 2)).isEqualTo(20);
    }

    @Test
    void cellsThatComeAndGoAgainChangeNothing() {
        TenantBucket bucket = new TenantBucket(TEN, 2, clock);
        bucket.take(TEN, 3, nowNanos);
        nowNanos += TenantBucket.HELD.toNanos();
        bucket.take(TEN, 2, nowNanos);
        bucket.take(TEN, 3, nowNanos);
        nowNanos += SECOND * 30;
        assertThat(taken(bucket, TEN, 3)).isEqualTo(20);
    }

    @Test
    void thePolicyNamesThePlanAndItsWindow() {
        TenantBucket bucket = new TenantBucket(TEN, 2, clock);
        assertThat(bucket.fields().policy()).isEqualTo("\"ten\";q=20;w=2");
        assertThat(bucket.fields().limit(3, 1)).isEqualTo("\"ten\";r=3;t=1");
        assertThat(RateLimitFields.seconds(1)).isEqualTo(1);
        assertThat(RateLimitFields.seconds(SECOND)).isEqualTo(1);
        assertThat(RateLimitFields.seconds(0)).isZero();
    }
}

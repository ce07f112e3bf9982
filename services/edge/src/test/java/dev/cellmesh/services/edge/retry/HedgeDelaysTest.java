package dev.cellmesh.services.edge.retry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.Region;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HedgeDelaysTest {
    private static final Region US = new Region("us-east1");
    private static final Region EU = new Region("europe-west1");
    private static final String READ = "/v1/tenants/{tenant}/products";

    private final HedgeDelays delays = new HedgeDelays();

    private void took(String operation, Region region, long millis, int times) {
        for (int i = 0; i < times; i++) {
            delays.took(operation, region, TimeUnit.MILLISECONDS.toNanos(millis));
        }
    }

    private static OptionalLong millis(long millis) {
        return OptionalLong.of(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    @Test
    void nothingIsHedgedBeforeEnoughIsKnown() {
        took(READ, US, 50, RecentLatencies.EVERY - 1);
        assertThat(delays.nanos(READ, US)).isEmpty();
        took(READ, US, 50, 1);
        assertThat(delays.nanos(READ, US)).isEqualTo(millis(50));
        assertThat(delays.nanos(READ, EU)).isEmpty();
    }

    @Test
    void itIsThe95thPercentileOfTheLatest() {
        took(READ, US, 900, RecentLatencies.KEPT);
        for (int i = 1; i <= RecentLatencies.KEPT; i++) {
            took(READ, US, 100 + i, 1);
        }
        // 244 of 256 are no more than that.
        assertThat(delays.nanos(READ, US)).isEqualTo(millis(344));
    }

    @Test
    void quickReadsWaitForTheFloorAndSlowOnesAreNotHedged() {
        took(READ, US, 1, RecentLatencies.EVERY);
        assertThat(delays.nanos(READ, US)).hasValue(HedgeDelays.FLOOR_NANOS);
        took(READ, EU, 3_000, RecentLatencies.EVERY);
        assertThat(delays.nanos(READ, EU)).isEmpty();
    }

    @Test
    void moreKindsThanThereCanBeAreNotRemembered() {
        for (int kind = 0; kind <= HedgeDelays.KINDS_MAX; kind++) {
            took("/" + kind, US, 20, RecentLatencies.EVERY);
        }
        assertThat(delays.nanos("/0", US)).isPresent();
        assertThat(delays.nanos("/" + HedgeDelays.KINDS_MAX, US)).isEmpty();
    }
}

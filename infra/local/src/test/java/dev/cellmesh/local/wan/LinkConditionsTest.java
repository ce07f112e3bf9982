package dev.cellmesh.local.wan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cellmesh.model.Region;
import io.vertx.core.json.JsonObject;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which conditions and distances can be asked for? */
class LinkConditionsTest {
    @Property
    void jsonKeepsConditions(
            @ForAll @DoubleRange(max = 60_000) double delay,
            @ForAll @DoubleRange(max = 60_000) double jitter,
            @ForAll @LongRange(max = LinkConditions.BANDWIDTH_MAX) long bandwidth,
            @ForAll boolean stalled,
            @ForAll Cut cut) {
        LinkConditions conditions = new LinkConditions(delay, jitter, bandwidth, stalled, cut);
        JsonObject json = new JsonObject(ConditionsPatch.toJson(conditions).encode());
        assertThat(new ConditionsPatch(json).apply(LinkConditions.CLEAR)).isEqualTo(conditions);
    }

    @Test
    void whatIsNotNamedStays() {
        LinkConditions before = new LinkConditions(40, 2, 1_000, true, Cut.BLACKHOLE);
        LinkConditions after = new ConditionsPatch(new JsonObject("{\"delayMillis\": 7.5}")).apply(before);
        assertThat(after).isEqualTo(before.withDelayMillis(7.5));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"delayMillis\": -1}",
                "{\"delayMillis\": 60001}",
                "{\"delayMillis\": \"5\"}",
                "{\"delayMillis\": null}",
                "{\"jitterMillis\": -0.1}",
                "{\"bandwidthBytesPerSecond\": -1}",
                "{\"bandwidthBytesPerSecond\": 1.5}",
                "{\"bandwidthBytesPerSecond\": 99999999999999}",
                "{\"bandwidthBytesPerSecond\": 99999999999999999999999}",
                "{\"stalled\": \"yes\"}",
                "{\"stalled\": null}",
                "{\"cut\": \"RESET\"}",
                "{\"cut\": null}",
                "{\"delay\": 5}"
            })
    void whatCannotBeIsRefused(String json) {
        assertThatThrownBy(() -> new ConditionsPatch(new JsonObject(json)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, -1, 60_001})
    void aDelayIsANumberInItsRange(double millis) {
        assertThatThrownBy(() -> LinkConditions.CLEAR.withDelayMillis(millis))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theWorldIsSymmetric() {
        List<Region> all = Peers.ALL;
        for (Region one : all) {
            assertThat(RoundTrips.WORLD.between(one, one)).isZero();
            for (Region other : all) {
                assertThat(RoundTrips.WORLD.between(one, other)).isEqualTo(RoundTrips.WORLD.between(other, one));
            }
        }
        assertThat(RoundTrips.WORLD.between(Peers.EAST, Peers.WEST)).isEqualTo(80);
        assertThat(RoundTrips.WORLD.between(Peers.ASIA, Peers.EAST)).isEqualTo(220);
        assertThat(RoundTrips.WORLD.between(Peers.WEST, Peers.ASIA)).isEqualTo(160);
        assertThat(RoundTrips.WORLD.nearest(Peers.ASIA, all)).isEqualTo(160);
        assertThat(RoundTrips.NONE.between(Peers.EAST, Peers.WEST)).isZero();
    }
}

package dev.cellmesh.runtime.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.consistency.Position.ClockPosition;
import dev.cellmesh.model.consistency.RingId;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class DialectTest {
    private static final String SQL = "SELECT a FROM t /*as-of*/ WHERE id = $1";
    private static final RingId RING = RingId.of(new Region("us-east1"));

    @Test
    void theClauseStandsBehindTheFromList() {
        assertThat(CockroachDialect.eventual(SQL))
                .contains("SELECT a FROM t AS OF SYSTEM TIME follower_read_timestamp() WHERE id = $1");
        assertThat(CockroachDialect.bounded(SQL, Duration.ofSeconds(2)))
                .contains("SELECT a FROM t AS OF SYSTEM TIME with_max_staleness('2000ms', true) WHERE id = $1");
        assertThat(CockroachDialect.session(SQL, at("1764000000123456001.0000000007")))
                .contains("SELECT a FROM t AS OF SYSTEM TIME"
                        + " with_min_timestamp('2025-11-24T16:00:00.123457Z'::TIMESTAMPTZ, true) WHERE id = $1");
    }

    @Test
    void withoutAMarkThereIsNoOlderRead() {
        assertThat(CockroachDialect.eventual("SELECT a FROM t")).isEmpty();
    }

    @Test
    void onlyTextsThatStayTheSameAreCached() {
        assertThat(CockroachDialect.isStable(SQL)).isTrue();
        assertThat(CockroachDialect.isStable(CockroachDialect.eventual(SQL).orElseThrow()))
                .isTrue();
        assertThat(CockroachDialect.isStable(
                        CockroachDialect.session(SQL, at("1.0")).orElseThrow()))
                .isFalse();
    }

    @Property
    void theTimestampNeverFallsShortOfThePosition(@ForAll @LongRange(min = 0) long nanos) {
        Instant ceiling = CockroachDialect.ceilingToMicros(BigDecimal.valueOf(nanos));
        BigDecimal back = BigDecimal.valueOf(ceiling.getEpochSecond())
                .movePointRight(9)
                .add(BigDecimal.valueOf(ceiling.getNano()));

        assertThat(back)
                .isBetween(BigDecimal.valueOf(nanos), BigDecimal.valueOf(nanos).add(BigDecimal.valueOf(999)));
    }

    @Property
    void aLogPositionIsReadAsItIsPrinted(@ForAll long lsn) {
        assertThat(PostgresDialect.lsn("%X/%X".formatted(lsn >>> 32, lsn & 0xffff_ffffL)))
                .isEqualTo(lsn);
    }

    private static ClockPosition at(String timestamp) {
        return new ClockPosition(RING, new BigDecimal(timestamp));
    }
}

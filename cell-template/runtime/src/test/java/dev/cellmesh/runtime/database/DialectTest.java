package dev.cellmesh.runtime.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.consistency.Position.ClockPosition;
import dev.cellmesh.model.consistency.Position.Snapshot;
import dev.cellmesh.model.consistency.Position.WalPosition;
import dev.cellmesh.model.consistency.RingId;
import dev.cellmesh.runtime.database.PostgresDialect.PrimaryStanding;
import io.vertx.sqlclient.Row;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
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

    @Test
    void aPrimaryCoversWhatItShowsOfItsOwnTimelineAndAllOfEarlierOnes() {
        Row primary = primary("0000000200000000000000AB", "0/500", "10:20:10,14");

        assertThat(standing(primary, 2, 0x500, 20, 10, 14)).isEqualTo(PrimaryStanding.COVERS);
        assertThat(standing(primary, 2, 0x400, 14)).isEqualTo(PrimaryStanding.NOT_YET);
        assertThat(standing(primary, 2, 0x400, 10)).isEqualTo(PrimaryStanding.COVERS);
        assertThat(standing(primary, 2, 0x400, 20, 10)).isEqualTo(PrimaryStanding.NOT_YET);
        assertThat(standing(primary, 2, 0x400, 21, 10, 14)).isEqualTo(PrimaryStanding.NOT_YET);
        assertThat(standing(primary, 2, 0x501, 10)).isEqualTo(PrimaryStanding.NOT_YET);
        assertThat(standing(primary, 1, 0x900, 90)).isEqualTo(PrimaryStanding.COVERS);
        assertThat(standing(primary, 3, 0x100, 5)).isEqualTo(PrimaryStanding.DEPOSED);
    }

    @Test
    void aSnapshotIsReadAsItIsPrinted() {
        assertThat(PostgresDialect.snapshot("10:20:10,14")).isEqualTo(new Snapshot(20, List.of(10L, 14L)));
        assertThat(PostgresDialect.snapshot("20:20:")).isEqualTo(new Snapshot(20, List.of()));
    }

    private static PrimaryStanding standing(Row primary, int timeline, long lsn, long next, long... running) {
        Snapshot snapshot = new Snapshot(next, LongStream.of(running).boxed().toList());
        return PostgresDialect.standing(primary, new WalPosition(RING, timeline, lsn, Optional.of(snapshot)));
    }

    private static Row primary(String walfile, String lsn, String snapshot) {
        Map<String, String> columns = Map.of("walfile", walfile, "lsn", lsn, "snapshot", snapshot);
        return (Row) Proxy.newProxyInstance(
                Row.class.getClassLoader(),
                new Class<?>[] {Row.class},
                (row, method, name) -> columns.get((String) name[0]));
    }

    private static ClockPosition at(String timestamp) {
        return new ClockPosition(RING, new BigDecimal(timestamp));
    }
}

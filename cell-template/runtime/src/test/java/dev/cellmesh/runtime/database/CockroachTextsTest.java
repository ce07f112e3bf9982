package dev.cellmesh.runtime.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.consistency.Position.ClockPosition;
import dev.cellmesh.model.consistency.Position.WalPosition;
import dev.cellmesh.model.consistency.ReadLevel;
import dev.cellmesh.model.consistency.RingId;
import dev.cellmesh.runtime.database.CockroachTexts.Older;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class CockroachTextsTest {
    private static final String ROW = "SELECT a FROM t /*as-of*/ WHERE id = $1";
    private static final String LIST = "SELECT a FROM t /*as-of-exact*/ WHERE k = $1";
    private static final String PLAIN = "SELECT a FROM t WHERE id = $1";
    private static final RingId RING = RingId.of(new Region("us-east1"));
    private static final Instant NOW = Instant.parse("2025-11-24T16:00:10Z");
    private static final String FAR_BACK = "1764000000123456001.0000000007";

    private static final List<ReadLevel> WEAK = List.of(
            ReadLevel.EVENTUAL,
            new ReadLevel.Bounded(Duration.ofMinutes(1)),
            new ReadLevel.Session(at(FAR_BACK)),
            new ReadLevel.Causal(Optional.empty()));

    @Test
    void theClauseStandsBehindTheFromList() {
        assertThat(sql(ROW, ReadLevel.EVENTUAL))
                .contains("SELECT a FROM t AS OF SYSTEM TIME follower_read_timestamp() WHERE id = $1");
        assertThat(sql(ROW, new ReadLevel.Bounded(Duration.ofSeconds(2))))
                .contains("SELECT a FROM t AS OF SYSTEM TIME with_max_staleness('2000ms', true) WHERE id = $1");
        assertThat(sql(ROW, new ReadLevel.Session(at(FAR_BACK))))
                .contains("SELECT a FROM t AS OF SYSTEM TIME"
                        + " with_min_timestamp('2025-11-24T16:00:00.123457Z'::TIMESTAMPTZ, true) WHERE id = $1");
    }

    @Test
    void aListIsReadAtATimeThatIsKnown() {
        assertThat(sql(LIST, new ReadLevel.Bounded(Duration.ofSeconds(60))))
                .contains("SELECT a FROM t AS OF SYSTEM TIME '-4800ms' WHERE k = $1");
        assertThat(sql(LIST, new ReadLevel.Bounded(Duration.ofSeconds(2))))
                .as("no replica is surely so fresh")
                .isEmpty();
        assertThat(sql(LIST, new ReadLevel.Session(at(FAR_BACK))))
                .contains("SELECT a FROM t AS OF SYSTEM TIME '1764000005200000000' WHERE k = $1");
        for (ReadLevel level : WEAK) {
            assertThat(sql(LIST, level).orElseThrow()).doesNotContain("with_m");
        }
    }

    @Test
    void aCausalReadTellsOfWhenItIs() {
        Older older = CockroachTexts.older(ROW, new ReadLevel.Causal(Optional.empty()), NOW)
                .orElseThrow();

        assertThat(older.timestamp()).contains(new BigDecimal("1764000005200000000"));
        assertThat(older.sql()).contains("AS OF SYSTEM TIME '1764000005200000000'");
    }

    @Test
    void whatWasSeenIsCoveredOrAskedOfTheHome() {
        ClockPosition justBefore = at("1764000005200000000");
        ClockPosition justAfter = at("1764000005200000000.0000000001");

        assertThat(sql(ROW, new ReadLevel.Causal(Optional.of(justBefore)))).isPresent();
        assertThat(sql(ROW, new ReadLevel.Causal(Optional.of(justAfter)))).isEmpty();
        assertThat(sql(LIST, new ReadLevel.Session(justBefore))).isPresent();
        assertThat(sql(LIST, new ReadLevel.Session(justAfter))).isEmpty();
        assertThat(sql(ROW, new ReadLevel.Session(new WalPosition(RING, 1, 1))))
                .as("of another kind of database")
                .isEmpty();
        assertThat(sql(ROW, new ReadLevel.Causal(Optional.of(new WalPosition(RING, 1, 1)))))
                .isEmpty();
    }

    @Test
    void strongAndGlobalReadsStayAsTheyAre() {
        assertThat(sql(ROW, ReadLevel.STRONG)).isEmpty();
        assertThat(sql(ROW, ReadLevel.GLOBAL)).isEmpty();
        for (ReadLevel level : WEAK) {
            assertThat(sql(PLAIN, level)).as("without a mark").isEmpty();
        }
    }

    @Test
    void noTextWithATimeIsCached() {
        assertThat(CockroachTexts.isStable(ROW)).isTrue();
        assertThat(CockroachTexts.isStable(LIST)).isTrue();
        for (ReadLevel level : WEAK) {
            assertThat(CockroachTexts.isStable(sql(ROW, level).orElseThrow())).isFalse();
            assertThat(CockroachTexts.isStable(sql(LIST, level).orElseThrow())).isFalse();
        }
    }

    @Property
    void theTimestampNeverFallsShortOfThePosition(@ForAll @LongRange(min = 0) long nanos) {
        Instant ceiling = CockroachTexts.ceilingToMicros(BigDecimal.valueOf(nanos));
        BigDecimal back = BigDecimal.valueOf(ceiling.getEpochSecond())
                .movePointRight(9)
                .add(BigDecimal.valueOf(ceiling.getNano()));

        assertThat(back)
                .isBetween(BigDecimal.valueOf(nanos), BigDecimal.valueOf(nanos).add(BigDecimal.valueOf(999)));
    }

    private static Optional<String> sql(String statement, ReadLevel level) {
        return CockroachTexts.older(statement, level, NOW).map(Older::sql);
    }

    private static ClockPosition at(String timestamp) {
        return new ClockPosition(RING, new BigDecimal(timestamp));
    }
}

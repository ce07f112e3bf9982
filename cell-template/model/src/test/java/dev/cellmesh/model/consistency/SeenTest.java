package dev.cellmesh.model.consistency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.consistency.Position.ClockPosition;
import dev.cellmesh.model.consistency.Position.Snapshot;
import dev.cellmesh.model.consistency.Position.WalPosition;
import dev.cellmesh.model.merge.HybridTimestamp;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;

class SeenTest {
    private static final int CASES = 10_000;
    private static final RingId HOME = RingId.of(new Region("us-east1"));
    /** Few numbers, so that they meet. */
    private static final int TRANSACTIONS = 12;

    @Property(tries = CASES)
    void theOrderOfMergingDoesNotMatter(@ForAll("seen") Seen a, @ForAll("seen") Seen b, @ForAll("seen") Seen c) {
        assertThat(a.merge(b)).isEqualTo(b.merge(a));
        assertThat(a.merge(b).merge(c)).isEqualTo(a.merge(b.merge(c)));
        assertThat(a.merge(a)).isEqualTo(a);
        assertThat(a.merge(Seen.NOTHING)).isEqualTo(a);
    }

    @Property(tries = CASES)
    void aMergedSnapshotDemandsWhatBothDemandAndNothingElse(
            @ForAll("snapshots") Snapshot a, @ForAll("snapshots") Snapshot b) {
        Snapshot both = ((WalPosition) Position.merge(wal(1, 5, a), wal(1, 7, b)))
                .snapshot()
                .orElseThrow();
        for (long each = 0; each < TRANSACTIONS + 2; each++) {
            assertThat(both.ended(each)).isEqualTo(a.ended(each) || b.ended(each));
        }
    }

    @Property(tries = CASES)
    void coveredIsWhoseTransactionsHaveAllEnded(@ForAll("snapshots") Snapshot seen, @ForAll("snapshots") Snapshot now) {
        boolean all = LongStream.range(0, TRANSACTIONS + 2).filter(seen::ended).allMatch(now::ended);
        assertThat(seen.isCoveredBy(now)).isEqualTo(all);
    }

    @Test
    void aSnapshotOfManyDemandsMoreAndNeverLess() {
        Snapshot few = Snapshot.bounded(1_000, LongStream.range(0, Snapshot.RUNNING_MAX));
        Snapshot many = Snapshot.bounded(1_000, LongStream.range(0, Snapshot.RUNNING_MAX + 1));
        assertThat(few.ended(5)).isFalse();
        assertThat(many.ended(5)).isTrue();
        assertThat(few.isCoveredBy(many)).isTrue();
        assertThat(many.isCoveredBy(few)).isFalse();
    }

    @Test
    void theLaterTimelineWins() {
        Position old = wal(1, 900, new Snapshot(50, List.of()));
        Position young = new WalPosition(HOME, 2, 100);
        assertThat(Position.merge(old, young)).isEqualTo(young);
        assertThat(Position.merge(young, old)).isEqualTo(young);
    }

    @Test
    void aPositionOfTheReplicaKeepsItsSnapshotBesideOneOfThePrimary() {
        Snapshot snapshot = new Snapshot(50, List.of(48L));
        assertThat(Position.merge(wal(1, 10, snapshot), new WalPosition(HOME, 1, -5)))
                .isEqualTo(wal(1, -5, snapshot));
    }

    @Test
    void ringsStandBesideEachOther() {
        Position home = new WalPosition(HOME, 1, 5);
        Position global = new WalPosition(RingId.GLOBAL, 1, 7);
        Seen both = Seen.of(home).and(global);
        assertThat(both.of(HOME)).contains(home);
        assertThat(both.of(RingId.GLOBAL)).contains(global);
        assertThat(both.of(RingId.of(new Region("europe-west1")))).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> Position.merge(home, global));
        assertThatIllegalArgumentException().isThrownBy(() -> new Seen(Map.of(HOME, global)));
    }

    private static WalPosition wal(int timeline, long lsn, Snapshot snapshot) {
        return new WalPosition(HOME, timeline, lsn, Optional.of(snapshot));
    }

    @Provide
    Arbitrary<Snapshot> snapshots() {
        return Combinators.combine(
                        Arbitraries.longs().between(0, TRANSACTIONS),
                        Arbitraries.longs().between(0, TRANSACTIONS).set())
                .as((next, running) -> Snapshot.bounded(next, running.stream().mapToLong(Long::longValue)));
    }

    @Provide
    Arbitrary<Seen> seen() {
        Arbitrary<RingId> rings = Arbitraries.of(HOME, RingId.GLOBAL, RingId.of(new Region("europe-west1")));
        Arbitrary<Position> logs = Combinators.combine(
                        rings,
                        Arbitraries.integers().between(1, 3),
                        Arbitraries.longs(),
                        snapshots().optional())
                .as(WalPosition::new);
        Arbitrary<Position> clocks = Combinators.combine(
                        rings, Arbitraries.longs().between(0, 9), Arbitraries.of("", ".5", ".50", ".0000000001"))
                .as((ring, nanos, logical) -> new ClockPosition(ring, new BigDecimal(nanos + logical)));
        Arbitrary<Seen> positions = Arbitraries.frequencyOf(Tuple.of(4, logs), Tuple.of(1, clocks))
                .list()
                .ofMaxSize(4)
                .map(all -> all.stream().map(Seen::of).reduce(Seen.NOTHING, Seen::merge));
        Arbitrary<HybridTimestamp> times = Combinators.combine(
                        Arbitraries.longs().between(0, 3),
                        Arbitraries.integers().between(0, 3))
                .as(HybridTimestamp::new);
        return Combinators.combine(positions, times).as(Seen::at);
    }
}

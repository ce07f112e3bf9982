package dev.cellmesh.testkit.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.consistency.Durability;
import dev.cellmesh.model.consistency.Position;
import dev.cellmesh.model.consistency.Position.ClockPosition;
import dev.cellmesh.model.consistency.Position.WalPosition;
import dev.cellmesh.model.consistency.ReadLevel;
import dev.cellmesh.model.consistency.RingId;
import dev.cellmesh.model.consistency.Served;
import dev.cellmesh.runtime.database.ReadOutcome;
import dev.cellmesh.runtime.database.Refusal;
import dev.cellmesh.runtime.database.RegionalDatabase;
import dev.cellmesh.runtime.database.WriteOutcome;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Does each read level give what {@link ReadLevel} says of it, and tell so truthfully, when nothing is wrong? */
public abstract class ReadLevelContract extends DatabaseContract {
    private static final ReadLevel ANYTHING = new ReadLevel.Causal(Optional.empty());

    @Test
    void aSessionReadWithTheTokenOfAWriteSeesItAnywhere() {
        RegionalDatabase home = open(subject().home());
        RegionalDatabase remote = open(subject().remote());
        String id = newId();
        for (int amount = 1; amount <= 50; amount++) {
            Position seen =
                    position(committed(put(home, Durability.LOCAL, id, amount)).served());
            ReadOutcome.Rows read = rows(get(remote, new ReadLevel.Session(seen), id));
            assertThat(shows(read, amount)).isTrue();
            assertThat(read.served().level()).isNotEqualTo(ReadLevel.EVENTUAL);
        }
    }

    @Test
    void aCausalReadHasAPositionWhereverItIsServed() {
        RegionalDatabase home = open(subject().home());
        String id = newId();
        Position written =
                position(committed(put(home, Durability.QUORUM, id, 1)).served());

        for (ReadLevel level : List.of(ANYTHING, since(written))) {
            for (RegionalDatabase reader : List.of(home, open(subject().remote()))) {
                ReadOutcome.Rows read = rows(get(reader, level, id));
                assertThat(read.served().position()).isPresent();
                assertThat(read.served().level()).isIn(level, ReadLevel.STRONG);
            }
        }
    }

    @Test
    void aCausalReadOfTheNearestReplicaComesToShowTheWrite() {
        String id = newId();
        Position written = position(
                committed(put(open(subject().home()), Durability.QUORUM, id, 6)).served());

        ReadOutcome.Rows read = eventually(
                open(subject().remote()),
                since(written),
                id,
                rows -> rows.served().region().equals(subject().remote()));

        assertThat(shows(read, 6)).isTrue();
        assertThat(read.served().level()).isEqualTo(since(written));
    }

    /** Back and forth between the regions, while somebody writes all the time. */
    @Test
    void whoHandsOnWhatItSawNeverGoesBack() {
        RegionalDatabase home = open(subject().home());
        RegionalDatabase remote = open(subject().remote());
        String id = newId();
        Position seen = position(committed(put(home, Durability.QUORUM, id, 0)).served());
        Future<WriteOutcome> writing = add(home, id);
        long last = 0;
        for (int i = 0; i < 200; i++) {
            if (writing.isComplete()) {
                committed(writing.result());
                writing = add(home, id);
            }
            ReadOutcome.Rows read = rows(get(i % 2 == 0 ? remote : home, since(seen), id));
            long amount = read.rows().getFirst().number("amount");
            assertThat(amount).isGreaterThanOrEqualTo(last);
            last = amount;
            seen = Position.merge(seen, position(read.served()));
        }
        committed(await(writing));
    }

    @Test
    void aTokenFromTheFutureIsNotAnsweredAsIfItWereCovered() {
        RegionalDatabase home = open(subject().home());
        String id = newId();
        Position future =
                later(position(committed(put(home, Durability.QUORUM, id, 1)).served()));

        for (RegionalDatabase reader : List.of(home, open(subject().remote()))) {
            for (ReadLevel level : List.of(new ReadLevel.Session(future), since(future))) {
                switch (get(reader, level, id)) {
                    case ReadOutcome.Unavailable unavailable ->
                        assertThat(unavailable.why()).isEqualTo(Refusal.NOT_CAUGHT_UP);
                    case ReadOutcome.Rows read ->
                        assertThat(read.served().level()).isEqualTo(ReadLevel.STRONG);
                }
            }
        }
    }

    @Test
    void aTokenOfAnotherRingAsksForTheStrongAnswer() {
        String id = newId();
        Position written = position(
                committed(put(open(subject().home()), Durability.QUORUM, id, 1)).served());
        Position elsewhere = switch (written) {
            case WalPosition wal -> new WalPosition(RingId.of(subject().remote()), wal.timeline(), wal.lsn());
            case ClockPosition clock -> new WalPosition(clock.ring(), 1, 1);
        };

        for (ReadLevel level : List.of(new ReadLevel.Session(elsewhere), since(elsewhere))) {
            ReadOutcome.Rows read = rows(get(open(subject().remote()), level, id));
            assertThat(shows(read, 1)).isTrue();
            assertThat(read.served().level()).isEqualTo(ReadLevel.STRONG);
        }
    }

    @Test
    void aBoundedReadIsNeverServedAsLess() {
        String id = newId();
        committed(put(open(subject().home()), Durability.QUORUM, id, 3));
        ReadLevel bounded = new ReadLevel.Bounded(Duration.ofSeconds(2));

        Served served = rows(get(open(subject().remote()), bounded, id)).served();

        assertThat(served.level()).isIn(bounded, ReadLevel.STRONG);
        assertThat(served.staleness())
                .hasValueSatisfying(age -> assertThat(age).isLessThanOrEqualTo(Duration.ofSeconds(2)));
    }

    @Test
    void rowsThatHaveAHomeAreNeverServedAsThoseOfTheWholeMesh() {
        String id = newId();
        committed(put(open(subject().home()), Durability.QUORUM, id, 3));

        ReadOutcome.Rows read = rows(get(open(subject().remote()), ReadLevel.GLOBAL, id));

        assertThat(shows(read, 3)).isTrue();
        assertThat(read.served().level()).isEqualTo(ReadLevel.STRONG);
    }

    private Future<WriteOutcome> add(RegionalDatabase home, String id) {
        return write(home, Durability.QUORUM, ADD, List.of(home(), id, 1L), PATIENCE);
    }

    private static ReadLevel since(Position seen) {
        return new ReadLevel.Causal(Optional.of(seen));
    }

    /** Far ahead of what any server of the same ring has. */
    protected static Position later(Position position) {
        return switch (position) {
            case WalPosition wal -> new WalPosition(wal.ring(), wal.timeline(), wal.lsn() + (1L << 40));
            case ClockPosition clock ->
                new ClockPosition(
                        clock.ring(),
                        clock.timestamp()
                                .add(BigDecimal.valueOf(Duration.ofDays(1).toNanos())));
        };
    }

    protected static Position position(Served served) {
        assertThat(served.position()).isPresent();
        return served.position().orElseThrow();
    }
}

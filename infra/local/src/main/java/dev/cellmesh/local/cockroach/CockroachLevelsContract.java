package dev.cellmesh.local.cockroach;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.consistency.Durability;
import dev.cellmesh.model.consistency.Position;
import dev.cellmesh.model.consistency.Position.ClockPosition;
import dev.cellmesh.model.consistency.ReadLevel;
import dev.cellmesh.model.consistency.Served;
import dev.cellmesh.runtime.database.ReadOutcome;
import dev.cellmesh.runtime.database.RegionalDatabase;
import dev.cellmesh.runtime.database.SqlStatement;
import dev.cellmesh.testkit.database.DatabaseContract;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * Does a cluster really read nearby, and not only never wrongly? The common contract is kept as well by a database that refuses
 * every older read, and is asked strongly each time; here that is found out. Two regions' clocks and the node's own are taken to
 * agree within a second.
 */
public abstract class CockroachLevelsContract extends DatabaseContract {
    private static final SqlStatement LIST = SqlStatement.load(CockroachLevelsContract.class, "list");
    private static final Duration WIDE = Duration.ofMinutes(1);

    @Test
    void aBoundedReadOfOneRowComesToBeServedNearby() {
        ReadLevel bounded = new ReadLevel.Bounded(WIDE);

        Served served = nearby(GET, written -> bounded);

        assertThat(served.level()).isEqualTo(bounded);
        assertThat(served.region()).isEqualTo(subject().remote());
    }

    @Test
    void aSessionReadOfOneRowComesToBeServedNearby() {
        assertThat(nearby(GET, ReadLevel.Session::new).level()).isInstanceOf(ReadLevel.Session.class);
    }

    @Test
    void aCausalReadComesToBeServedNearbyAndItsPositionCoversTheWrite() {
        Served served = nearby(GET, written -> new ReadLevel.Causal(Optional.of(written)));

        assertThat(served.level()).isInstanceOf(ReadLevel.Causal.class);
        ReadLevel.Causal asked = (ReadLevel.Causal) served.level();
        assertThat(clock(served.position()).timestamp())
                .isGreaterThanOrEqualTo(clock(asked.seen()).timestamp());
    }

    @Test
    void aListComesToBeServedNearbyAtEveryLevel() {
        assertThat(nearby(LIST, written -> new ReadLevel.Bounded(WIDE)).level()).isInstanceOf(ReadLevel.Bounded.class);
        assertThat(nearby(LIST, ReadLevel.Session::new).level()).isInstanceOf(ReadLevel.Session.class);
        assertThat(nearby(LIST, written -> ReadLevel.EVENTUAL).level()).isEqualTo(ReadLevel.EVENTUAL);
    }

    @Test
    void aListAskedFresherThanReplicasAreIsStrong() {
        String id = newId();
        committed(put(open(subject().home()), Durability.QUORUM, id, 3));

        ReadOutcome.Rows read = rows(list(open(subject().remote()), new ReadLevel.Bounded(Duration.ofSeconds(1)), id));

        assertThat(read.served().level()).isEqualTo(ReadLevel.STRONG);
        assertThat(read.rows().get(0).number("amount")).isEqualTo(3);
    }

    /** Writes a row, and reads it from the other region until the level that was asked has answered, and shows it. */
    private Served nearby(SqlStatement sql, Function<Position, ReadLevel> level) {
        String id = newId();
        Position written = committed(put(open(subject().home()), Durability.QUORUM, id, 3))
                .served()
                .position()
                .orElseThrow();
        RegionalDatabase remote = open(subject().remote());
        ReadLevel asked = level.apply(written);
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            ReadOutcome.Rows read = rows(sql.equals(LIST) ? list(remote, asked, id) : get(remote, asked, id));
            boolean shows = !read.rows().isEmpty()
                    && read.rows().get(0).text("id").equals(id)
                    && read.rows().get(0).number("amount") == 3;
            if (shows && read.served().level().equals(asked)) {
                return read.served();
            }
            assertThat(System.nanoTime()).as("still %s", read.served()).isLessThan(end);
            pause();
        }
    }

    private ReadOutcome list(RegionalDatabase database, ReadLevel level, String id) {
        return await(read(database, level, LIST, List.of(home(), id), PATIENCE));
    }

    private static ClockPosition clock(Optional<Position> position) {
        return (ClockPosition) position.orElseThrow();
    }
}

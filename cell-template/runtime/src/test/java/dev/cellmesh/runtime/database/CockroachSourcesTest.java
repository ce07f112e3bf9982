package dev.cellmesh.runtime.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.consistency.Position;
import dev.cellmesh.model.consistency.Position.ClockPosition;
import dev.cellmesh.model.consistency.Position.WalPosition;
import dev.cellmesh.model.consistency.ReadLevel;
import dev.cellmesh.model.consistency.RingId;
import dev.cellmesh.model.consistency.Served;
import dev.cellmesh.runtime.node.DatabaseConfig;
import dev.cellmesh.runtime.node.DatabaseSizes;
import dev.cellmesh.runtime.node.Endpoint;
import dev.cellmesh.runtime.node.RingConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where is each level asked for, and what is the answer called? Nothing is connected to. */
class CockroachSourcesTest {
    private static final Region HOME = new Region("us-east1");
    private static final Region OWN = new Region("europe-west1");
    private static final String PLAIN = "SELECT a FROM t /*as-of*/ WHERE id = $1";
    private static final Position SEEN = clock("1764000000123456001.0000000007");

    private final Vertx vertx = Vertx.vertx();
    private final CockroachSources sources = new CockroachSources(OWN, new CockroachDialect());

    @AfterEach
    void stop() {
        vertx.close().await();
    }

    @Test
    void aCausalReadHasAPositionWhereverItIsServed() {
        for (Optional<Position> seen : List.of(Optional.<Position>empty(), Optional.of(SEEN))) {
            List<ReadSource> all = of(RingId.of(HOME), new ReadLevel.Causal(seen), false);
            assertThat(all).hasSize(2);
            Served near = served(all.getFirst(), Optional.empty());
            assertThat(near.position()).isPresent();
            assertThat(near.region()).isEqualTo(OWN);
            assertThat(all.getLast().behind()).isPresent();
        }
    }

    @Test
    void aPositionOfAnotherKindOfDatabaseAsksForTheStrongAnswer() {
        Position log = new WalPosition(RingId.of(HOME), 1, 5);
        for (ReadLevel level : List.of(new ReadLevel.Session(log), new ReadLevel.Causal(Optional.of(log)))) {
            assertThat(of(RingId.of(HOME), level, false))
                    .singleElement()
                    .satisfies(each -> assertThat(each.sql()).isEqualTo(PLAIN));
        }
    }

    @Test
    void aPlainReadOfAGlobalTableIsServedInTheNodesOwnRegion() {
        ReadSource global = of(RingId.GLOBAL, ReadLevel.GLOBAL, false).getFirst();
        assertThat(global.sql()).isEqualTo(PLAIN);
        Served served = served(global, Optional.of(SEEN));
        assertThat(served.level()).isEqualTo(ReadLevel.GLOBAL);
        assertThat(served.region()).isEqualTo(OWN);
        assertThat(served(of(RingId.of(HOME), ReadLevel.GLOBAL, false).getFirst(), Optional.of(SEEN))
                        .level())
                .isEqualTo(ReadLevel.STRONG);
    }

    @Test
    void somethingOlderIsTheLastResortAndCalledSo() {
        List<ReadSource> all = of(RingId.of(HOME), new ReadLevel.Bounded(Duration.ofSeconds(2)), true);
        assertThat(all).hasSize(3);
        assertThat(all.getLast().sql()).isNotEqualTo(PLAIN);
        assertThat(served(all.getLast(), Optional.empty()).level()).isEqualTo(ReadLevel.EVENTUAL);
        assertThat(of(RingId.of(HOME), ReadLevel.EVENTUAL, true)).hasSize(2);
    }

    @Test
    void whatMayBeOlderThanAllowedIsAskedOfTheLeaseholder() {
        ReadLevel causal = new ReadLevel.Causal(Optional.of(SEEN));
        for (ReadLevel level : List.of(ReadLevel.EVENTUAL, new ReadLevel.Session(SEEN), causal)) {
            assertThat(of(RingId.of(HOME), level, false)).hasSize(2);
            assertThat(of(RingId.of(HOME), level, false, Optional.of(Duration.ofMillis(1))))
                    .singleElement()
                    .satisfies(each -> assertThat(each.sql()).isEqualTo(PLAIN));
        }
        assertThat(of(RingId.of(HOME), causal, false, Optional.of(Duration.ofMinutes(1))))
                .hasSize(2);
    }

    private List<ReadSource> of(RingId ring, ReadLevel level, boolean olderIfUnreachable) {
        return of(ring, level, olderIfUnreachable, Optional.empty());
    }

    private List<ReadSource> of(RingId ring, ReadLevel level, boolean olderIfUnreachable, Optional<Duration> ageMax) {
        Endpoint gateway = Endpoint.local(1);
        RingConfig config = new RingConfig(ring.name(), gateway, HOME.name(), gateway);
        RingPools pools = new RingPools(
                config,
                new RingPools.Maker(
                        vertx,
                        new DatabaseConfig(Databases.COCKROACH, "cellmesh", "cellmesh", "", List.of(config)),
                        new DatabaseUse("test", DatabaseSizes.even(1, 8, 1_000, 1_000)),
                        new Region(config.primaryRegion()),
                        new PgConnector(vertx),
                        System::nanoTime,
                        new Random(1),
                        new SimpleMeterRegistry()));
        Read read = new Read(
                ring, level, new SqlStatement("one", PLAIN), List.of(), new Deadline(0), olderIfUnreachable, ageMax);
        return sources.of(read, pools);
    }

    private static Served served(ReadSource source, Optional<Position> position) {
        return ((ReadSource.Verdict.Good) source.judge().judge(null, Duration.ZERO, position)).served();
    }

    private static Position clock(String timestamp) {
        return new ClockPosition(RingId.of(HOME), new BigDecimal(timestamp));
    }
}

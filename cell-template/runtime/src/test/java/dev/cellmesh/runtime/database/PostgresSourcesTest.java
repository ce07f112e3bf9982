package dev.cellmesh.runtime.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.consistency.Position;
import dev.cellmesh.model.consistency.Position.WalPosition;
import dev.cellmesh.model.consistency.ReadLevel;
import dev.cellmesh.model.consistency.RingId;
import dev.cellmesh.runtime.node.DatabaseConfig;
import dev.cellmesh.runtime.node.DatabaseSizes;
import dev.cellmesh.runtime.node.Endpoint;
import dev.cellmesh.runtime.node.RingConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Is what a replica answers good enough? Nothing is connected to. */
class PostgresSourcesTest {
    private static final Region HOME = new Region("us-east1");
    private static final RingId RING = RingId.of(HOME);
    private static final Position SEEN = new WalPosition(RING, 1, 0x100);

    private final Vertx vertx = Vertx.vertx();
    private final PostgresSources sources = new PostgresSources(new Region("europe-west1"), new PostgresDialect());

    @AfterEach
    void stop() {
        vertx.close().await();
    }

    /** It has come as far as the client has seen, and stands still since. */
    @Test
    void aReplicaThatStandsStillServesNobodyWhomABoundIsPromised() {
        for (ReadLevel level : List.of(
                new ReadLevel.Session(SEEN),
                new ReadLevel.Causal(Optional.of(SEEN)),
                new ReadLevel.Causal(Optional.empty()),
                ReadLevel.EVENTUAL)) {
            assertThat(isServedByTheReplica(level, Optional.empty(), 61_000)).isTrue();
            assertThat(isServedByTheReplica(level, Optional.of(Duration.ofMinutes(1)), 61_000))
                    .isFalse();
            assertThat(isServedByTheReplica(level, Optional.of(Duration.ofMinutes(1)), 59_000))
                    .isTrue();
        }
    }

    private boolean isServedByTheReplica(ReadLevel level, Optional<Duration> ageMax, long ageMillis) {
        Read read = new Read(RING, level, new SqlStatement("one", "SELECT 1"), List.of(), new Deadline(0))
                .notOlderThan(ageMax);
        Map<String, Object> columns = Map.of("timeline", 1, "lsn", "0/200", "age_millis", ageMillis);
        Row state = (Row) Proxy.newProxyInstance(
                Row.class.getClassLoader(),
                new Class<?>[] {Row.class},
                (row, method, name) -> columns.get((String) name[0]));
        ReadSource replica = sources.of(read, pools()).getFirst();
        return replica.judge().judge(state, Duration.ZERO, Optional.of(SEEN)) instanceof ReadSource.Verdict.Good;
    }

    private RingPools pools() {
        RingConfig config = new RingConfig(RING.name(), Endpoint.local(1), HOME.name(), Endpoint.local(2));
        DatabaseConfig database = new DatabaseConfig(Databases.POSTGRES, "cellmesh", "cellmesh", "", List.of(config));
        return new RingPools(
                config,
                new RingPools.Maker(
                        vertx,
                        database,
                        new DatabaseUse("test", DatabaseSizes.even(1, 8, 1_000, 1_000)),
                        new Region(config.primaryRegion()),
                        new PgConnector(vertx),
                        System::nanoTime,
                        new Random(1),
                        new SimpleMeterRegistry()));
    }
}

package dev.cellmesh.local.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.local.figures.PgWireCounter;
import dev.cellmesh.local.figures.PgWireCounter.Count;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.consistency.Durability;
import dev.cellmesh.model.consistency.Position;
import dev.cellmesh.model.consistency.ReadLevel;
import dev.cellmesh.runtime.database.ReadOutcome;
import dev.cellmesh.runtime.database.RegionalDatabase;
import dev.cellmesh.runtime.node.DatabaseConfig;
import dev.cellmesh.runtime.node.Endpoint;
import dev.cellmesh.runtime.node.RingConfig;
import dev.cellmesh.testkit.database.DatabaseContract;
import dev.cellmesh.testkit.database.DatabaseUnderTest;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Counted on the wire: every statement that was used before on its connection is one round trip, token included. */
class RoundTripsIT extends DatabaseContract {
    private static final int CALLS = 100;

    private final Vertx vertx = Vertx.vertx();
    private RingUnderTest ring;

    @Override
    protected DatabaseUnderTest start() throws Exception {
        ring = new RingUnderTest();
        return ring;
    }

    @AfterAll
    void stopForwarding() {
        await(vertx.close());
    }

    @Test
    void aWriteAndAReadAreOneRoundTripEach() throws Exception {
        PgWireCounter counter = await(PgWireCounter.start(vertx, primary().primary()));
        RingConfig through =
                new RingConfig(home(), counter.endpoint(), primary().primaryRegion(), counter.endpoint());
        RegionalDatabase database = open(subject().home(), config(through), 1, 8, 10_000, 10_000);
        String id = newId();
        for (Durability durability : Durability.values()) {
            committed(put(database, durability, id, 0));
            Count before = counter.total();
            for (int call = 1; call <= CALLS; call++) {
                committed(put(database, durability, id, call));
            }
            assertThat(counter.total().minus(before)).isEqualTo(new Count(CALLS, 2 * CALLS));
        }
        rows(get(database, ReadLevel.STRONG, id));
        Count before = counter.of("cellmesh-contract-read");
        for (int call = 0; call < CALLS; call++) {
            rows(get(database, ReadLevel.STRONG, id));
        }
        // It tells its position itself.
        assertThat(counter.of("cellmesh-contract-read").minus(before)).isEqualTo(new Count(CALLS, CALLS));

        Position seen = position(rows(get(database, ReadLevel.STRONG, id)));
        ReadLevel causal = new ReadLevel.Causal(Optional.of(seen));
        rows(get(database, causal, id));
        before = counter.of("cellmesh-contract-read");
        for (int call = 0; call < CALLS; call++) {
            rows(get(database, causal, id));
        }
        assertThat(counter.of("cellmesh-contract-read").minus(before)).isEqualTo(new Count(CALLS, 3 * CALLS));
    }

    private static Position position(ReadOutcome.Rows rows) {
        return rows.served().position().orElseThrow();
    }

    @Test
    void aLocalReadIsOneRoundTripToTheReplicaAndNoneToThePrimary() throws Exception {
        Region away = subject().remote();
        RingConfig direct = subject().config(away).rings().stream()
                .filter(each -> each.ring().equals(home()))
                .findFirst()
                .orElseThrow();
        PgWireCounter replica = await(PgWireCounter.start(vertx, direct.replica()));
        Endpoint nobody = Endpoint.local(1);
        RegionalDatabase database = open(
                away,
                config(new RingConfig(home(), nobody, direct.primaryRegion(), replica.endpoint())),
                1,
                8,
                10_000,
                10_000);
        rows(get(database, ReadLevel.EVENTUAL, newId()));
        Count before = replica.total();
        for (int call = 0; call < CALLS; call++) {
            rows(get(database, ReadLevel.EVENTUAL, newId()));
        }
        assertThat(replica.total().minus(before)).isEqualTo(new Count(CALLS, 2 * CALLS));

        Position seen = position(rows(get(database, new ReadLevel.Causal(Optional.empty()), newId())));
        for (ReadLevel level : List.of(new ReadLevel.Session(seen), new ReadLevel.Causal(Optional.of(seen)))) {
            rows(get(database, level, newId()));
            before = replica.total();
            for (int call = 0; call < CALLS; call++) {
                rows(get(database, level, newId()));
            }
            int statements = level instanceof ReadLevel.Causal ? 3 : 2;
            assertThat(replica.total().minus(before)).isEqualTo(new Count(CALLS, statements * CALLS));
        }
    }

    private RingConfig primary() {
        return subject().config(subject().home()).rings().stream()
                .filter(each -> each.ring().equals(home()))
                .findFirst()
                .orElseThrow();
    }

    private DatabaseConfig config(RingConfig ring) {
        DatabaseConfig from = subject().config(subject().home());
        return new DatabaseConfig(from.kind(), from.database(), from.user(), from.password(), List.of(ring));
    }
}

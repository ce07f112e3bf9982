package dev.cellmesh.services.payments;

import static dev.cellmesh.services.payments.CellFixture.accounts;
import static dev.cellmesh.services.payments.CellFixture.newKey;
import static dev.cellmesh.services.payments.CellFixture.transfer;
import static dev.cellmesh.services.payments.CellFixture.transfers;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.runtime.database.Read;
import dev.cellmesh.runtime.database.ReadOutcome;
import dev.cellmesh.runtime.database.RegionalDatabase;
import dev.cellmesh.runtime.database.Write;
import dev.cellmesh.runtime.database.WriteOutcome;
import io.vertx.core.Future;
import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How many statements does a call cost the cell? One; a replay two. What a statement costs on the wire is the database's test. */
class RoundTripsIT {
    private static final AtomicInteger READS = new AtomicInteger();
    private static final AtomicInteger WRITES = new AtomicInteger();

    private record Counted(RegionalDatabase real) implements RegionalDatabase {
        @Override
        public Future<ReadOutcome> read(Read read) {
            READS.incrementAndGet();
            return real.read(read);
        }

        @Override
        public Future<WriteOutcome> write(Write write) {
            WRITES.incrementAndGet();
            return real.write(write);
        }

        @Override
        public Future<Boolean> isReady() {
            return real.isReady();
        }

        @Override
        public Future<Void> close() {
            return real.close();
        }
    }

    private static void assertCost(int reads, int writes) {
        assertThat(READS.getAndSet(0)).isEqualTo(reads);
        assertThat(WRITES.getAndSet(0)).isEqualTo(writes);
    }

    private static HttpResponse<String> send(CellFixture fixture, String key, String from, String to, long amount)
            throws Exception {
        return send(fixture, 0, key, from, to, amount);
    }

    private static HttpResponse<String> send(
            CellFixture fixture, int cell, String key, String from, String to, long amount) throws Exception {
        return fixture.send(fixture.post(transfers(), transfer(from, to, amount))
                .uri(fixture.uri(cell, transfers()))
                .header("Idempotency-Key", key));
    }

    @Test
    void oneStatementPerCallTwoPerReplayAndNoneWhereItWasAnswered() throws Exception {
        try (CellFixture fixture = new CellFixture(Counted::new, false, 2)) {
            String from = fixture.openAccount("EUR", 10);
            assertCost(0, 1);
            String to = fixture.openAccount("EUR", 0);
            assertCost(0, 1);
            String key = newKey();
            assertThat(send(fixture, key, from, to, 4).statusCode()).isEqualTo(201);
            assertCost(0, 1);
            assertThat(send(fixture, key, from, to, 4).statusCode()).isEqualTo(201);
            assertCost(0, 0);
            assertThat(send(fixture, 1, key, from, to, 4).statusCode()).isEqualTo(201);
            assertCost(1, 1);
            assertThat(send(fixture, newKey(), from, to, 100).statusCode()).isEqualTo(422);
            assertCost(0, 1);
            assertThat(fixture.get(accounts() + "/" + from).statusCode()).isEqualTo(200);
            assertCost(1, 0);
            assertThat(fixture.get(accounts() + "/" + from + "/ledger").statusCode())
                    .isEqualTo(200);
            assertCost(1, 0);
        }
    }
}

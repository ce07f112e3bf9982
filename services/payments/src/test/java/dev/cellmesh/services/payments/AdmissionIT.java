package dev.cellmesh.services.payments;

import static dev.cellmesh.services.payments.CellFixture.SMALL;
import static dev.cellmesh.services.payments.CellFixture.accounts;
import static dev.cellmesh.services.payments.CellFixture.newKey;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.runtime.database.Read;
import dev.cellmesh.runtime.database.ReadOutcome;
import dev.cellmesh.runtime.database.RegionalDatabase;
import dev.cellmesh.runtime.database.Write;
import dev.cellmesh.runtime.database.WriteOutcome;
import dev.cellmesh.runtime.problem.ProblemType;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whom does a cell let in when not everybody can be? */
class AdmissionIT {
    /** Far beyond what a cell lets in that has measured little. */
    private static final int READS = 200;

    private static CellFixture fixture;
    private static Held database;
    private static String account;

    /** Counts statements, and holds them when it is told to. */
    private static final class Held implements RegionalDatabase {
        private final RegionalDatabase real;
        private final AtomicInteger statements = new AtomicInteger();
        private volatile Promise<Void> gate = Promise.promise();
        private volatile Runnable onStatement = () -> {};

        Held(RegionalDatabase real) {
            this.real = real;
            gate.complete();
        }

        @Override
        public Future<ReadOutcome> read(Read read) {
            statements.incrementAndGet();
            onStatement.run();
            return gate.future().compose(open -> real.read(read));
        }

        @Override
        public Future<WriteOutcome> write(Write write) {
            statements.incrementAndGet();
            return gate.future().compose(open -> real.write(write));
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

    @BeforeAll
    static void start() throws Exception {
        fixture = new CellFixture(
                real -> {
                    Held each = new Held(real);
                    // The first one is that of the service; the last one is the cell's own.
                    database = database == null ? each : database;
                    return each;
                },
                false,
                1);
        account = fixture.openAccount("EUR", 10);
    }

    @AfterAll
    static void stop() throws Exception {
        fixture.close();
    }

    @AfterEach
    void letGo() {
        // This test's, and not that of the one which comes before the loop gets to it.
        Promise<Void> gate = database.gate;
        fixture.vertx.runOnContext(loop -> gate.tryComplete());
    }

    private static CompletableFuture<HttpResponse<String>> read() {
        return fixture.http.sendAsync(
                fixture.request(accounts() + "/" + account).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest beyondItsPlan() {
        return HttpRequest.newBuilder(fixture.uri(0, "/v1/tenants/" + SMALL + "/accounts/" + account))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer " + fixture.token(SMALL))
                .build();
    }

    @Test
    void aRefusalAsksNoDatabase() throws Exception {
        int refused = 0;
        for (int tries = 0; tries < 100 && refused < 10; tries++) {
            int before = database.statements.get();
            int status = fixture.http
                    .send(beyondItsPlan(), HttpResponse.BodyHandlers.ofString())
                    .statusCode();
            if (status == ProblemType.QUOTA_EXCEEDED.status()) {
                refused++;
                assertThat(database.statements.get()).isEqualTo(before);
            }
        }
        assertThat(refused).isEqualTo(10);
        int before = database.statements.get();
        HttpResponse<String> late =
                fixture.send(fixture.request(accounts() + "/" + account).header("X-Request-Deadline", "0"));
        assertThat(late.statusCode()).isEqualTo(ProblemType.DEADLINE_EXCEEDED.status());
        assertThat(database.statements.get()).isEqualTo(before);
    }

    @Test
    void readsThatTakeAllTheyMayLeaveRoomForAWrite() throws Exception {
        database.gate = Promise.promise();
        int before = database.statements.get();
        AtomicInteger refused = new AtomicInteger();
        CompletableFuture<Void> heldOrRefused = new CompletableFuture<>();
        Runnable look = () -> {
            if (refused.get() + held(before) == READS) {
                heldOrRefused.complete(null);
            }
        };
        database.onStatement = look;
        List<CompletableFuture<HttpResponse<String>>> reads = new ArrayList<>();
        for (int i = 0; i < READS; i++) {
            reads.add(read().whenComplete((response, failure) -> {
                if (failure == null && response.statusCode() == ProblemType.OVERLOADED.status()) {
                    refused.incrementAndGet();
                    look.run();
                }
            }));
        }
        // Each is held or refused, whatever the cell has measured of itself so far.
        heldOrRefused.get(20, TimeUnit.SECONDS);
        database.onStatement = () -> {};
        int held = held(before);
        assertThat(held).isBetween(1, READS - 1);
        CompletableFuture<HttpResponse<String>> write = fixture.http.sendAsync(
                fixture.post(accounts(), new JsonObject().put("currency", "EUR"))
                        .header("Idempotency-Key", newKey())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        letGo();
        assertThat(write.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(201);
        long served = reads.stream().filter(AdmissionIT::isServed).count();
        assertThat(served).isEqualTo(held);
    }

    private static int held(int before) {
        return database.statements.get() - before;
    }

    private static boolean isServed(CompletableFuture<HttpResponse<String>> read) {
        try {
            HttpResponse<String> response = read.join();
            assertThat(response.headers().firstValue("RateLimit")).isPresent();
            assertThat(response.statusCode() == 200
                            || response.headers().firstValue("Retry-After").isPresent())
                    .isTrue();
            return response.statusCode() == 200;
        } catch (CompletionException broken) {
            throw new AssertionError("a read got no answer", broken);
        }
    }
}

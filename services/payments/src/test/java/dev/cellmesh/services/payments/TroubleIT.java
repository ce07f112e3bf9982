package dev.cellmesh.services.payments;

import static dev.cellmesh.services.payments.CellFixture.accounts;
import static dev.cellmesh.services.payments.CellFixture.newKey;
import static dev.cellmesh.services.payments.CellFixture.transfer;
import static dev.cellmesh.services.payments.CellFixture.transfers;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.runtime.database.Read;
import dev.cellmesh.runtime.database.ReadOutcome;
import dev.cellmesh.runtime.database.Refusal;
import dev.cellmesh.runtime.database.RegionalDatabase;
import dev.cellmesh.runtime.database.Write;
import dev.cellmesh.runtime.database.WriteOutcome;
import dev.cellmesh.runtime.problem.ProblemType;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What does a client hear when the database is in trouble? */
class TroubleIT {
    private static CellFixture fixture;
    private static Trouble database;
    private static String from;
    private static String to;

    /** Lets everything through to the real database, unless it is told what to answer instead. */
    private static final class Trouble implements RegionalDatabase {
        private final RegionalDatabase real;
        private volatile Refusal refusal;
        private volatile Refusal readRefusal;
        private volatile Promise<Void> gate = Promise.promise();
        private volatile CountDownLatch reached = new CountDownLatch(1);

        Trouble(RegionalDatabase real) {
            this.real = real;
            gate.complete();
        }

        void hold() {
            reached = new CountDownLatch(1);
            gate = Promise.promise();
        }

        void heal() {
            refusal = null;
            readRefusal = null;
            gate.tryComplete();
        }

        @Override
        public Future<ReadOutcome> read(Read read) {
            Refusal why = refusal == null ? readRefusal : refusal;
            return why == null ? real.read(read) : Future.succeededFuture(new ReadOutcome.Unavailable(why));
        }

        @Override
        public Future<WriteOutcome> write(Write write) {
            if (refusal != null) {
                return Future.succeededFuture(new WriteOutcome.Unavailable(refusal));
            }
            reached.countDown();
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
                    Trouble each = new Trouble(real);
                    database = database == null ? each : database;
                    return each;
                },
                false,
                2);
        from = fixture.openAccount("EUR", 100);
        to = fixture.openAccount("EUR", 0);
    }

    @AfterAll
    static void stop() throws Exception {
        fixture.close();
    }

    @AfterEach
    void heal() {
        database.heal();
    }

    private static HttpResponse<String> send(String key) throws Exception {
        return fixture.send(fixture.post(transfers(), transfer(from, to, 1)).header("Idempotency-Key", key));
    }

    private static void assertProblem(HttpResponse<String> response, ProblemType type) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(type.status());
        assertThat(new JsonObject(response.body()).getString("type")).isEqualTo(type.uri());
        assertThat(response.headers().firstValue("Retry-After")).isPresent();
    }

    @Test
    void everyRefusalHasItsName() throws Exception {
        for (Refusal refusal : Refusal.values()) {
            ProblemType type = switch (refusal) {
                case UNREACHABLE -> ProblemType.REGION_UNAVAILABLE;
                case NOT_CAUGHT_UP -> ProblemType.NOT_CAUGHT_UP;
                case OVERLOADED, CONTENDED -> ProblemType.OVERLOADED;
                case DEADLINE_EXCEEDED -> ProblemType.DEADLINE_EXCEEDED;
            };
            database.refusal = refusal;
            assertProblem(send(newKey()), type);
            assertProblem(fixture.get(accounts() + "/" + from), type);
        }
    }

    @Test
    void aTakenKeyWhoseAnswerCannotBeReadIsNoRefusal() throws Exception {
        String key = newKey();
        // By another cell, since this one would remember its answer.
        HttpResponse<String> taken = fixture.send(fixture.post(transfers(), transfer(from, to, 1))
                .uri(fixture.uri(1, transfers()))
                .header("Idempotency-Key", key));
        assertThat(taken.statusCode()).isEqualTo(201);
        for (Refusal refusal : Refusal.values()) {
            database.readRefusal = refusal;
            assertProblem(send(key), ProblemType.UNKNOWN_OUTCOME);
        }
        database.heal();
        assertThat(send(key).headers().firstValue("Idempotent-Replayed")).contains("true");
    }

    @Test
    void aKeyThatWasNotTakenIsNoUnknownOutcome() throws Exception {
        database.readRefusal = Refusal.UNREACHABLE;
        fixture.routes.writerEpoch(2);
        try {
            assertProblem(send(newKey()), ProblemType.REGION_UNAVAILABLE);
        } finally {
            fixture.routes.writerEpoch(1);
        }
    }

    @Test
    void aSecondRequestWithTheKeyHearsThatTheFirstRuns() throws Exception {
        String key = newKey();
        database.hold();
        CompletableFuture<HttpResponse<String>> first = CompletableFuture.supplyAsync(() -> {
            try {
                return send(key);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(database.reached.await(10, TimeUnit.SECONDS)).isTrue();
        assertProblem(send(key), ProblemType.IDEMPOTENCY_IN_PROGRESS);
        database.heal();
        assertThat(first.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(201);
        assertThat(send(key).headers().firstValue("Idempotent-Replayed")).contains("true");
    }

    @Test
    void readinessFollowsTheDatabase() {
        assertThat(fixture.cells.getFirst().isReady().await()).isTrue();
    }
}

package dev.cellmesh.services.payments;

import static dev.cellmesh.services.payments.CellFixture.accounts;
import static dev.cellmesh.services.payments.CellFixture.newKey;
import static dev.cellmesh.services.payments.CellFixture.transfer;
import static dev.cellmesh.services.payments.CellFixture.transfers;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Does every law of money hold while many transfers meet on few accounts, and one in five is sent to two cells at once? */
class ConcurrentTransfersIT {
    private static final int ACCOUNTS = 5;
    private static final int TRANSFERS = 5_000;
    private static final int CELLS = 2;
    private static final int CLIENTS = 16;
    private static final long OPENING = 300;

    private static final AtomicInteger NEXT = new AtomicInteger();

    private static CellFixture fixture;

    private record Sent(String key, JsonObject body) {}

    private record Got(Sent sent, int status, String body, boolean replayed) {}

    @BeforeAll
    static void start() throws Exception {
        fixture = new CellFixture(UnaryOperator.identity(), false, CELLS);
    }

    @AfterAll
    static void stop() throws Exception {
        fixture.close();
    }

    @Test
    void theLawsOfMoneyHold() throws Exception {
        List<String> accounts = new ArrayList<>();
        for (int i = 0; i < ACCOUNTS; i++) {
            accounts.add(fixture.openAccount("EUR", OPENING));
        }
        List<Got> answers = run(mix(accounts, new Random(3)));

        Map<String, Long> expected = new HashMap<>();
        Map<String, Long> versions = new HashMap<>();
        accounts.forEach(account -> {
            expected.put(account, OPENING);
            versions.put(account, 1L);
        });
        Map<String, String> bodyByKey = new HashMap<>();
        Set<String> done = new HashSet<>();
        for (Got got : answers) {
            assertThat(got.status()).as(got.body()).isIn(201, 422, 409);
            if (got.status() == 409) {
                continue;
            }
            assertThat(bodyByKey.putIfAbsent(got.sent().key(), got.body())).isIn(null, got.body());
            if (got.status() == 201 && done.add(got.sent().key())) {
                JsonObject body = got.sent().body();
                long amount = body.getLong("amount");
                expected.merge(body.getString("from"), -amount, Long::sum);
                expected.merge(body.getString("to"), amount, Long::sum);
                versions.merge(body.getString("from"), 1L, Long::sum);
                versions.merge(body.getString("to"), 1L, Long::sum);
            }
        }
        assertThat(bodyByKey).hasSize(TRANSFERS);
        assertThat(done).isNotEmpty().hasSizeLessThan(TRANSFERS);
        assertThat(answers).anyMatch(Got::replayed);

        for (String account : accounts) {
            JsonObject read =
                    new JsonObject(fixture.get(accounts() + "/" + account).body());
            assertThat(read.getJsonObject("data").getLong("balance")).isEqualTo(expected.get(account));
            assertThat(read.getLong("version")).isEqualTo(versions.get(account));
        }
        assertThat(fixture.number("SELECT sum(balance) FROM account")).isEqualTo(ACCOUNTS * OPENING);
        assertThat(fixture.number("SELECT count(*) FROM transfer")).isEqualTo(done.size());
        assertThat(fixture.number("SELECT count(*) FROM ledger_entry")).isEqualTo(2L * done.size() + 2 * ACCOUNTS);
        assertThat(fixture.number("SELECT sum(amount) FROM ledger_entry")).isZero();
        assertThat(fixture.number("SELECT count(*) FROM outbox")).isEqualTo((long) done.size() + ACCOUNTS);
        assertThat(fixture.number("SELECT count(*) FROM idempotency")).isEqualTo((long) TRANSFERS + ACCOUNTS);
        // Each entry's balance is the one before plus its amount: no update was lost in between.
        assertThat(fixture.number("""
                SELECT count(*) FROM (
                    SELECT balance_after, amount, lag(balance_after, 1, 0::BIGINT)
                        OVER (PARTITION BY account_id ORDER BY account_version) AS before
                    FROM ledger_entry WHERE account_version > 0) AS chain
                WHERE balance_after <> before + amount""")).isZero();
    }

    /** One in five is there twice with the same key, side by side, so that the two meet. */
    private static List<Sent> mix(List<String> accounts, Random random) {
        List<Sent> mixed = new ArrayList<>();
        for (int i = 0; i < TRANSFERS; i++) {
            int from = random.nextInt(ACCOUNTS);
            int to = (from + 1 + random.nextInt(ACCOUNTS - 1)) % ACCOUNTS;
            Sent sent = new Sent(newKey(), transfer(accounts.get(from), accounts.get(to), 1L + random.nextInt(200)));
            mixed.add(sent);
            if (i % 5 == 0) {
                mixed.add(sent);
            }
        }
        return mixed;
    }

    private static List<Got> run(List<Sent> all) throws Exception {
        try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            List<Callable<Got>> calls = new ArrayList<>();
            all.forEach(sent -> calls.add(() -> send(sent)));
            List<Got> answers = new ArrayList<>();
            for (Future<Got> answer : clients.invokeAll(calls, 120, TimeUnit.SECONDS)) {
                answers.add(answer.get());
            }
            return answers;
        }
    }

    private static Got send(Sent sent) throws IOException, InterruptedException {
        HttpRequest.Builder request = fixture.post(transfers(), sent.body()).header("Idempotency-Key", sent.key());
        HttpResponse<String> response = fixture.send(request);
        return new Got(
                sent,
                response.statusCode(),
                response.body(),
                response.headers().firstValue("Idempotent-Replayed").isPresent());
    }
}

package dev.cellmesh.services.payments;

import static dev.cellmesh.services.payments.CellFixture.accounts;
import static dev.cellmesh.services.payments.CellFixture.newKey;
import static dev.cellmesh.services.payments.CellFixture.transfer;
import static dev.cellmesh.services.payments.CellFixture.transfers;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.runtime.node.Endpoint;
import dev.cellmesh.runtime.problem.ProblemType;
import dev.cellmesh.testkit.wire.PgWireLink;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Is an answer true when the primary is gone, silent, lost on the way, or too busy, and is nothing half done? */
class LostDatabaseIT {
    private static final long BOUND_SECONDS = 20;
    private static final String DEADLINE = "X-Request-Deadline";
    private static final int QUORUM_CONNECTIONS = 24;

    private Vertx wire;
    private PgWireLink link;
    private CellFixture fixture;
    private String from;
    private String to;

    @BeforeEach
    void start() throws Exception {
        wire = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        link = PgWireLink.start(wire, Endpoint.local(Postgres.port())).await();
        open(QUORUM_CONNECTIONS, 1_000);
    }

    private void open(int quorumConnections, int waitQueueMax) throws Exception {
        fixture = new CellFixture(link.endpoint().port(), quorumConnections, waitQueueMax);
        from = fixture.openAccount("EUR", 100);
        to = fixture.openAccount("EUR", 0);
        assertThat(fixture.get(accounts() + "/" + from).statusCode()).isEqualTo(200);
    }

    @AfterEach
    void stop() {
        fixture.close();
        link.close().await();
        wire.close().await();
    }

    private HttpRequest.Builder request(String key) {
        return fixture.post(transfers(), transfer(from, to, 1)).header("Idempotency-Key", key);
    }

    private CompletableFuture<HttpResponse<String>> begin(String key) {
        return fixture.http.sendAsync(request(key).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> send(String key) throws Exception {
        return fixture.send(request(key));
    }

    /** What is sent on a connection that the cell still takes for open has an unknown outcome; each is met once. */
    private HttpResponse<String> sendUntilTheCutIsKnown(String key) throws Exception {
        HttpResponse<String> response = send(key);
        for (int met = 0; met < QUORUM_CONNECTIONS && type(response) == ProblemType.UNKNOWN_OUTCOME; met++) {
            response = send(key);
        }
        return response;
    }

    private static ProblemType type(HttpResponse<String> response) {
        String uri = new JsonObject(response.body()).getString("type");
        for (ProblemType type : ProblemType.values()) {
            if (type.uri().equals(uri)) {
                assertThat(response.statusCode()).isEqualTo(type.status());
                return type;
            }
        }
        throw new AssertionError(response.statusCode() + " " + response.body());
    }

    private static void assertRetryLater(HttpResponse<String> response, ProblemType type) {
        assertThat(type(response)).isEqualTo(type);
        assertThat(response.headers().firstValue("Retry-After")).isPresent();
    }

    /** Nothing at all, or all of it. */
    private void assertMoved(long count) throws Exception {
        assertThat(fixture.number("SELECT count(*) FROM transfer")).isEqualTo(count);
        assertThat(fixture.number("SELECT count(*) FROM outbox WHERE event_type = 'transfer-made'"))
                .isEqualTo(count);
        assertThat(fixture.number("SELECT count(*) FROM ledger_entry WHERE posting_id <> account_id"
                        + " AND account_id IN ('" + from + "', '" + to + "') AND account_version > 1"))
                .isEqualTo(2 * count);
        assertThat(fixture.number("SELECT balance FROM account WHERE account_id = '" + from + "'"))
                .isEqualTo(100 - count);
        assertThat(fixture.number("SELECT balance FROM account WHERE account_id = '" + to + "'"))
                .isEqualTo(count);
    }

    /** Holds the source account as another writer would, until it is closed. */
    private Connection holdSource() throws SQLException {
        Connection holder = fixture.tables.getConnection();
        holder.setAutoCommit(false);
        try (Statement statement = holder.createStatement()) {
            statement.execute("SELECT 1 FROM account WHERE account_id = '" + from + "' FOR UPDATE");
        }
        return holder;
    }

    private static void letGo(Connection holder) throws SQLException {
        holder.rollback();
        holder.close();
    }

    private void awaitTransferBehindTheLock() throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(BOUND_SECONDS);
        while (fixture.number("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                        + " AND datname = current_database()")
                == 0) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    /** The statement whose client is gone goes on, and holds its key until it ends. */
    private void awaitNoKeyHeld() throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(BOUND_SECONDS);
        while (fixture.number("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'") > 0) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    @Test
    void aPrimaryThatIsGone() throws Exception {
        String key = newKey();
        link.cut().await();
        HttpResponse<String> refused = sendUntilTheCutIsKnown(key);
        assertRetryLater(refused, ProblemType.REGION_UNAVAILABLE);
        assertThat(new JsonObject(refused.body()).getString("region")).isEqualTo("us-east1");
        assertRetryLater(fixture.get(accounts() + "/" + from), ProblemType.REGION_UNAVAILABLE);
        assertThat(fixture.cells.getFirst().isReady().await(BOUND_SECONDS, TimeUnit.SECONDS))
                .isFalse();
        link.listen().await();
        assertMoved(0);
        HttpResponse<String> done = send(key);
        assertThat(done.statusCode()).isEqualTo(201);
        assertThat(done.headers().firstValue("Idempotent-Replayed")).isEmpty();
        assertMoved(1);
    }

    @Test
    void aPrimaryThatFallsSilent() throws Exception {
        String key = newKey();
        link.fallSilent().await();
        assertRetryLater(fixture.send(request(key).header(DEADLINE, "300")), ProblemType.UNKNOWN_OUTCOME);
        assertRetryLater(
                fixture.send(fixture.request(accounts() + "/" + from).header(DEADLINE, "300")),
                ProblemType.DEADLINE_EXCEEDED);
        assertMoved(0);
        link.speak().await();
        assertThat(send(key).statusCode()).isEqualTo(201);
        assertMoved(1);
    }

    @Test
    void aConnectionThatIsLostWhileTheTransferWaits() throws Exception {
        String key = newKey();
        Connection holder = holdSource();
        CompletableFuture<HttpResponse<String>> transfer = begin(key);
        awaitTransferBehindTheLock();
        link.cut().await();
        assertRetryLater(transfer.get(BOUND_SECONDS, TimeUnit.SECONDS), ProblemType.UNKNOWN_OUTCOME);
        letGo(holder);
        link.listen().await();
        awaitNoKeyHeld();
        HttpResponse<String> again = send(key);
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.headers().firstValue("Idempotent-Replayed")).contains("true");
        assertMoved(1);
    }

    @Test
    void aHeldAccount() throws Exception {
        String key = newKey();
        Connection holder = holdSource();
        assertRetryLater(send(key), ProblemType.OVERLOADED);
        assertRetryLater(fixture.send(request(newKey()).header(DEADLINE, "300")), ProblemType.UNKNOWN_OUTCOME);
        assertMoved(0);
        letGo(holder);
        assertThat(send(key).statusCode()).isEqualTo(201);
    }

    @Test
    void aFullPool() throws Exception {
        fixture.close();
        open(1, 1);
        Connection holder = holdSource();
        CompletableFuture<HttpResponse<String>> running = begin(newKey());
        awaitTransferBehindTheLock();
        List<CompletableFuture<HttpResponse<String>>> more = new ArrayList<>();
        CompletableFuture<Void> twoRefused = new CompletableFuture<>();
        for (int i = 0; i < 3; i++) {
            more.add(begin(newKey()));
        }
        more.forEach(each -> each.thenRun(() -> {
            if (more.stream().filter(CompletableFuture::isDone).count() == 2) {
                twoRefused.complete(null);
            }
        }));
        twoRefused.get(BOUND_SECONDS, TimeUnit.SECONDS);
        assertThat(fixture.get(accounts() + "/" + from).statusCode())
                .as("reads have connections of their own")
                .isEqualTo(200);
        letGo(holder);
        assertThat(running.get(BOUND_SECONDS, TimeUnit.SECONDS).statusCode()).isEqualTo(201);
        int waited = 0;
        for (CompletableFuture<HttpResponse<String>> each : more) {
            HttpResponse<String> response = each.get(BOUND_SECONDS, TimeUnit.SECONDS);
            if (response.statusCode() == 201) {
                waited++;
            } else {
                assertRetryLater(response, ProblemType.OVERLOADED);
            }
        }
        assertThat(waited).isEqualTo(1);
        assertMoved(2);
    }
}

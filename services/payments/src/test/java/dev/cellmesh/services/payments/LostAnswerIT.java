package dev.cellmesh.services.payments;

import static dev.cellmesh.services.payments.CellFixture.accounts;
import static dev.cellmesh.services.payments.CellFixture.newKey;
import static dev.cellmesh.services.payments.CellFixture.transfer;
import static dev.cellmesh.services.payments.CellFixture.transfers;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.runtime.node.Endpoint;
import dev.cellmesh.runtime.problem.ProblemType;
import dev.cellmesh.testkit.wire.PgWireLink;
import dev.cellmesh.testkit.wire.WireChoice;
import dev.cellmesh.testkit.wire.WireError;
import dev.cellmesh.testkit.wire.WireFault;
import dev.cellmesh.testkit.wire.WireFault.Loss;
import dev.cellmesh.testkit.wire.WireFault.Point;
import dev.cellmesh.testkit.wire.WireTrap;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What does a client hear when the outcome of its transfer was lost on the wire, and what when it asks again with its key? */
class LostAnswerIT {
    private static final Predicate<String> TRANSFER = text -> text.contains("INSERT INTO transfer");
    private static final long BOUND_SECONDS = 20;
    private static final String DEADLINE = "X-Request-Deadline";
    private static final String REPLAYED = "Idempotent-Replayed";

    private static Vertx wire;
    private static PgWireLink link;
    private static CellFixture fixture;
    private String from;
    private String to;
    private String key;

    @BeforeAll
    static void start() throws Exception {
        wire = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
        link = PgWireLink.start(wire, Endpoint.local(Postgres.port())).await();
        fixture = new CellFixture(link.endpoint().port(), 4, 100);
    }

    @AfterAll
    static void stop() {
        link.heal();
        fixture.close();
        link.close().await();
        wire.close().await();
    }

    @BeforeEach
    void openAccounts() throws Exception {
        from = fixture.openAccount("EUR", 100);
        to = fixture.openAccount("EUR", 0);
        key = newKey();
    }

    @AfterEach
    void heal() {
        link.heal();
        assertThat(link.cancels()).as("nothing is ever cancelled").isZero();
    }

    private HttpRequest.Builder request() {
        return fixture.post(transfers(), transfer(from, to, 1)).header("Idempotency-Key", key);
    }

    private HttpResponse<String> send() throws Exception {
        return fixture.send(request());
    }

    private static void reached(CompletableFuture<Void> event) throws Exception {
        event.get(BOUND_SECONDS, TimeUnit.SECONDS);
    }

    private static void assertProblem(HttpResponse<String> response, ProblemType type) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(type.status());
        assertThat(new JsonObject(response.body()).getString("type")).isEqualTo(type.uri());
        assertThat(response.headers().firstValue("Retry-After")).isPresent();
    }

    private void assertMoved(long amount) throws Exception {
        assertThat(balance(from)).isEqualTo(100 - amount);
        assertThat(balance(to)).isEqualTo(amount);
        assertThat(fixture.number("SELECT count(*) FROM transfer WHERE source_id = '" + from + "'"))
                .isEqualTo(amount);
    }

    private static long balance(String account) throws SQLException {
        return fixture.number("SELECT balance FROM account WHERE account_id = '" + account + "'");
    }

    private String stored() throws SQLException {
        try (Connection connection = fixture.tables.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT body FROM idempotency WHERE idempotency_key = '" + key + "'")) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
        }
    }

    static Stream<WireFault> doneAndLost() {
        return Stream.of(
                new WireFault.LostAnswer(Loss.CUT),
                new WireFault.Refusal(WireError.error("40003"), Point.AFTER),
                new WireFault.Refusal(WireError.error("58C00"), Point.AFTER),
                new WireFault.Refusal(WireError.fatal("57P01"), Point.AFTER),
                WireFault.QUORUM_NOT_AWAITED);
    }

    @ParameterizedTest
    @MethodSource("doneAndLost")
    void whatWasDoneIsToldByItsKeyInTheSameBytes(WireFault fault) throws Exception {
        WireTrap trap = link.on(WireChoice.executed(TRANSFER).first(1), fault);
        assertProblem(send(), ProblemType.UNKNOWN_OUTCOME);
        assertThat(trap.struck()).isEqualTo(1);
        assertThat(trap.arrived()).as("never sent again by the cell").isEqualTo(1);
        assertMoved(1);

        HttpResponse<String> again = send();
        HttpResponse<String> oncemore = send();
        for (HttpResponse<String> each : List.of(again, oncemore)) {
            assertThat(each.statusCode()).isEqualTo(201);
            assertThat(each.headers().firstValue(REPLAYED)).contains("true");
            assertThat(each.body()).isEqualTo(stored());
        }
        for (String header : List.of("Location", "ETag", "Content-Type")) {
            assertThat(oncemore.headers().allValues(header))
                    .isEqualTo(again.headers().allValues(header));
        }
        assertMoved(1);
    }

    static Stream<WireFault> notDoneAndLost() {
        return Stream.of(
                new WireFault.LostRequest(),
                new WireFault.Refusal(WireError.error("40003"), Point.BEFORE),
                new WireFault.Refusal(WireError.fatal("57P01"), Point.BEFORE));
    }

    @ParameterizedTest
    @MethodSource("notDoneAndLost")
    void whatWasNotDoneIsDoneWhenItIsAskedAgain(WireFault fault) throws Exception {
        WireTrap trap = link.on(WireChoice.executed(TRANSFER).first(1), fault);
        assertProblem(send(), ProblemType.UNKNOWN_OUTCOME);
        assertThat(trap.arrived()).isEqualTo(1);
        assertMoved(0);
        HttpResponse<String> again = send();
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.headers().firstValue(REPLAYED)).isEmpty();
        assertThat(again.body()).isEqualTo(stored());
        assertMoved(1);
    }

    static Stream<WireFault> late() {
        return Stream.of(new WireFault.LostAnswer(Loss.SILENCE), new WireFault.Stall(Point.AFTER));
    }

    @ParameterizedTest
    @MethodSource("late")
    void anAnswerThatIsLateIsToldByItsKeyMeanwhile(WireFault fault) throws Exception {
        assertThat(fixture.get(accounts() + "/" + from).statusCode()).isEqualTo(200);
        WireTrap trap = link.on(WireChoice.executed(TRANSFER).first(1), fault);
        assertProblem(fixture.send(request().header(DEADLINE, "1000")), ProblemType.UNKNOWN_OUTCOME);
        reached(trap.whenStruck(1));
        HttpResponse<String> again = send();
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.headers().firstValue(REPLAYED)).contains("true");
        assertMoved(1);
    }

    @Test
    void aTransferThatIsLateHappensOnceWithItsRepeat() throws Exception {
        WireTrap trap = link.on(WireChoice.executed(TRANSFER).first(1), new WireFault.Stall(Point.BEFORE));
        assertProblem(fixture.send(request().header(DEADLINE, "1000")), ProblemType.UNKNOWN_OUTCOME);
        reached(trap.whenStruck(1));
        HttpResponse<String> again = send();
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.headers().firstValue(REPLAYED)).isEmpty();
        // The position is asked behind the transfer, so when that one is answered, the late transfer is over.
        WireTrap behind = link.on(
                WireChoice.executed(text -> text.contains("pg_current_wal")).first(1),
                new WireFault.Stall(Point.AFTER));
        trap.release();
        reached(behind.whenStruck(1));
        behind.release();
        HttpResponse<String> oncemore = send();
        assertThat(oncemore.body()).isEqualTo(again.body());
        assertMoved(1);
    }

    @Test
    void aConflictIsNotTheClientsAffairUntilItDoesNotEnd() throws Exception {
        WireFault conflict = new WireFault.Refusal(WireError.error("40001"), Point.BEFORE);
        WireTrap trap = link.on(WireChoice.executed(TRANSFER).first(3), conflict);
        assertThat(send().statusCode()).isEqualTo(201);
        assertThat(trap.arrived()).isEqualTo(4);
        assertMoved(1);

        link.on(WireChoice.executed(TRANSFER), conflict);
        key = newKey();
        assertProblem(send(), ProblemType.OVERLOADED);
        assertMoved(1);
        link.heal();
        assertThat(send().statusCode()).isEqualTo(201);
        assertMoved(2);
    }
}

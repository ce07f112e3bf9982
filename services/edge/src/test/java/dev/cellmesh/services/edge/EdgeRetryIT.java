package dev.cellmesh.services.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.route.TenantStatus;
import dev.cellmesh.testkit.http.RawClient;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is sent again, and what never is. */
class EdgeRetryIT extends EdgeFixture {
    private static final String LARGE = "x".repeat(200_000);

    @BeforeEach
    void start() {
        startEdge();
    }

    private void allCells(io.vertx.core.Handler<HttpServerRequest> answer) {
        cells.values().forEach(cell -> cell.answers(answer));
    }

    @Test
    void aCellThatCannotBeReachedIsPassedOver() {
        cell(1).stop();
        for (int i = 0; i < 20; i++) {
            RawClient.Answer answer = ask(i % 2 == 0 ? get() : post("{}"));
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("X-Cell")).isEqualTo("us-east1-c02");
        }
        assertThat(cell(2).requests()).isEqualTo(20);
        assertThat(meters.get("cellmesh.edge.cells.left.out").gauge().value()).isEqualTo(1);
        assertThat(retries("connect")).as("left out after the first").isEqualTo(1);

        cell(1).listen();
        await(() -> "us-east1-c01".equals(ask(get()).header("X-Cell")));
        assertThat(meters.get("cellmesh.edge.cells.left.out").gauge().value()).isZero();
    }

    @Test
    void withoutAnyCellTheRegionIsUnavailable() {
        cell(1).stop();
        cell(2).stop();
        for (int i = 0; i < 2; i++) {
            RawClient.Answer answer = ask(post("{}"));
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.problem()).isEqualTo("region-unavailable");
            assertThat(answer.text()).contains("\"region\":\"us-east1\"");
            assertThat(answer.header("Retry-After")).isEqualTo("1");
        }
        assertThat(requestsAtCells()).as("never a cell of another region").isZero();
    }

    @Test
    void aReadWhoseConnectionIsLostIsSentOnceMore() {
        allCells(request -> request.connection().close());
        RawClient.Answer answer = ask(get());
        assertThat(answer.problem()).isEqualTo("region-unavailable");
        assertThat(requestsAtCells()).isEqualTo(2);
        assertThat(retries("lost")).isEqualTo(1);
    }

    @Test
    void aReadSurvivesTheLossOfOneCell() {
        cell(1).answers(request -> request.connection().close());
        for (int i = 0; i < 10; i++) {
            assertThat(ask(get()).status()).isEqualTo(200);
        }
    }

    @Test
    void aReadSurvivesTheLossOfTwoCellsAtOnce() {
        publish(routes(2, TenantStatus.ACTIVE, 1, 2, 3));
        await(() -> routesAreIn(2));
        AtomicInteger asked = new AtomicInteger();
        allCells(request -> {
            if (asked.incrementAndGet() <= 2) {
                request.connection().close();
            } else {
                request.response().end("alive");
            }
        });
        assertThat(ask(get()).text()).isEqualTo("alive");
        assertThat(retries("lost")).isEqualTo(2);
    }

    @Test
    void aWriteWithoutAKeyWhoseConnectionIsLostIsNeverSentAgain() {
        allCells(request -> request.connection().close());
        String unkeyed = head("POST", ACCOUNTS, "Content-Length: 2") + "\r\n{}";
        assertThat(ask(unkeyed).problem()).isEqualTo("unknown-outcome");
        assertThat(requestsAtCells()).isEqualTo(1);
        RawClient.Answer withoutBody = ask(head("DELETE", ACCOUNTS) + "\r\n");
        assertThat(withoutBody.status()).isEqualTo(504);
        assertThat(withoutBody.problem()).isEqualTo("unknown-outcome");
        assertThat(requestsAtCells()).isEqualTo(2);
        assertThat(retries("lost")).isZero();
    }

    @Test
    void aWriteWithAKeyWhoseConnectionIsLostIsSentOnceMoreWithIt() {
        AtomicBoolean first = new AtomicBoolean(true);
        allCells(request -> {
            if (first.getAndSet(false)) {
                request.connection().close();
            } else {
                request.response().setStatusCode(201).end("done");
            }
        });
        RawClient.Answer answer = ask(post("{}"));
        assertThat(answer.status()).isEqualTo(201);
        assertThat(cell(1).seen).hasSize(1);
        assertThat(cell(2).seen).hasSize(1);
        assertThat(cell(1).seen.getFirst().headers().get("Idempotency-Key"))
                .isEqualTo(cell(2).seen.getFirst().headers().get("Idempotency-Key"));
        assertThat(retries("lost")).isEqualTo(1);
    }

    @Test
    void aWriteWithAKeyThatIsLostTwiceOrCannotBeRepeatedIsUnknown() {
        allCells(request -> request.connection().close());
        RawClient.Answer answer = ask(post("{}"));
        assertThat(answer.status()).isEqualTo(504);
        assertThat(answer.problem()).isEqualTo("unknown-outcome");
        assertThat(requestsAtCells()).isEqualTo(2);
        assertThat(ask(post(LARGE)).problem()).isEqualTo("unknown-outcome");
        assertThat(requestsAtCells()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({
        "503, overloaded, unknown-outcome",
        "503, deadline-exceeded, unknown-outcome",
        "503, draining, unknown-outcome",
        "421, misdirected, unknown-outcome",
        "429, quota-exceeded, unknown-outcome",
        "409, idempotency-in-progress, unknown-outcome",
        "404, unknown-tenant, unknown-outcome",
        "500, internal, unknown-outcome",
        "422, insufficient-funds, insufficient-funds",
        "412, version-conflict, version-conflict",
        "404, unknown-entity, unknown-entity"
    })
    void onlyAnAnswerThatIsStoredSaysWhatBecameOfALostWrite(int status, String second, String told) {
        AtomicBoolean first = new AtomicBoolean(true);
        allCells(request -> {
            if (first.getAndSet(false)) {
                request.connection().close();
            } else {
                request.response()
                        .setStatusCode(status)
                        .putHeader("Content-Type", "application/problem+json")
                        .end("{\"type\":\"https://cellmesh.dev/problems/" + second + "\"}");
            }
        });
        assertThat(ask(post("{}")).problem()).isEqualTo(told);
    }

    @Test
    void aWriteThatIsNotAnsweredInTimeIsNotSentAgain() {
        allCells(request -> {});
        RawClient.Answer answer = ask(post("{}", "X-Request-Deadline: 1500"));
        assertThat(answer.problem()).isEqualTo("unknown-outcome");
        assertThat(requestsAtCells()).isEqualTo(1);
    }

    @Test
    void aReadThatIsNotAnsweredInTimeIsBrokenOff() {
        allCells(request -> {});
        RawClient.Answer answer = ask(get("X-Request-Deadline: 1500"));
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.problem()).isEqualTo("deadline-exceeded");
        await(() -> cell(1).connections.isEmpty() && cell(2).connections.isEmpty());
        assertThat(requestsAtCells()).isEqualTo(1);
    }

    @Test
    void theLateAnswerOfAWriteIsDroppedAndItsConnectionUsedAgain() {
        publish(routes(2, TenantStatus.ACTIVE, 1));
        await(() -> openQuestions.size() == 1 && routesAreIn(2));
        allCells(request -> {});
        assertThat(ask(post("{}", "X-Request-Deadline: 1500")).problem()).isEqualTo("unknown-outcome");
        HttpServerRequest late = cell(1).begun.get(0);
        others.runOnContext(go -> late.response().end("late"));
        await(() -> late.response().ended());
        allCells(request -> request.response().end("second"));
        assertThat(ask(get()).text()).isEqualTo("second");
        assertThat(cell(1).connections).hasSize(1);
    }

    private boolean routesAreIn(long epoch) {
        return meters.get("cellmesh.route.epoch").gauge().value() == epoch;
    }

    @Test
    void aMisdirectedRequestFollowsTheNewRoutes() {
        // The cells know of the move before the edge does.
        cell(1).answersProblem(421, "misdirected");
        cell(2).answersProblem(421, "misdirected");
        routes = routes(2, TenantStatus.ACTIVE, 3);
        RawClient.Answer write = ask(post("{\"a\":1}"));
        assertThat(write.status()).isEqualTo(200);
        assertThat(write.header("X-Cell")).isEqualTo("us-east1-c03");
        assertThat(cell(3).seen.get(0).body()).hasToString("{\"a\":1}");
        assertThat(cell(3).seen.get(0).headers().get("X-Route-Epoch")).isEqualTo("2");
        assertThat(ask(get()).header("X-Cell")).isEqualTo("us-east1-c03");
        assertThat(requestsAtCells()).isEqualTo(3);
        assertThat(retries("misdirected")).isEqualTo(1);
    }

    @Test
    void cellsThatAllSayMisdirectedDoNotMakeALoop() {
        cells.values().forEach(cell -> cell.answersProblem(421, "misdirected"));
        RawClient.Answer answer = ask(get());
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.problem()).isEqualTo("region-unavailable");
        assertThat(requestsAtCells()).isEqualTo(2);
    }

    @Test
    void aLargeMisdirectedWriteIsForTheClientToSendAgain() {
        cells.values().forEach(cell -> cell.answersProblem(421, "misdirected"));
        RawClient.Answer answer = ask(post(LARGE));
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isNotNull();
        assertThat(requestsAtCells()).isEqualTo(1);
    }

    @Test
    void aCellThatStopsIsPassedOverAndItsRefusalIsNotSeen() {
        cell(1).answersProblem(503, "draining");
        for (int i = 0; i < 10; i++) {
            assertThat(ask(post("{}")).header("X-Cell")).isEqualTo("us-east1-c02");
        }
    }

    @Test
    void cellsThatAllStopSaySo() {
        cells.values().forEach(cell -> cell.answersProblem(503, "draining"));
        RawClient.Answer answer = ask(post("{}"));
        assertThat(answer.problem()).isEqualTo("draining");
        assertThat(answer.header("Retry-After")).isEqualTo("1");
        assertThat(requestsAtCells()).isEqualTo(2);
    }

    @Test
    void anOverloadedCellIsBelieved() {
        cells.values().forEach(cell -> cell.answersProblem(503, "overloaded"));
        RawClient.Answer answer = ask(get());
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.problem()).isEqualTo("overloaded");
        assertThat(requestsAtCells()).isEqualTo(1);
    }

    private void startEdgeWithOneConnection() {
        publish(routes(2, TenantStatus.ACTIVE, 1));
        await(() -> routesAreIn(2));
        stopEdge();
        startEdge(new EdgeLimits(1 << 20, 64 << 10, 1_000, 20_000, 5_000, 1_000, 600, 1, 1, LIMITS.sockets()));
        awaitReady();
        await(() -> routesAreIn(2));
        allCells(request -> {});
    }

    @Test
    void whoLeavesBeforeTheConnectionComesLeavesItToTheNext() {
        startEdgeWithOneConnection();
        try (RawClient first = client();
                RawClient third = client()) {
            first.send(get());
            await(() -> cell(1).requests() == 1);
            try (RawClient second = client()) {
                second.send(get());
                await(() -> inFlight() == 2);
            }
            await(() -> inFlight() == 1);
            others.runOnContext(go -> cell(1).begun.get(0).response().end("first"));
            assertThat(first.answer().text()).isEqualTo("first");
            third.send(get());
            await(() -> cell(1).requests() == 2);
        }
    }

    @Test
    void moreThanTheCellsConnectionsAndWaitersIsOverload() {
        startEdgeWithOneConnection();
        try (RawClient first = client();
                RawClient second = client();
                RawClient third = client()) {
            first.send(get());
            await(() -> cell(1).requests() == 1);
            second.send(get());
            third.send(get());
            // One of the two waits, the other is one too many.
            await(() -> {
                var refused = meters.find("cellmesh.edge.requests")
                        .tag("status", "5xx")
                        .timer();
                return refused != null && refused.count() == 1;
            });
            others.runOnContext(go -> cell(1).begun.get(0).response().end("first"));
            assertThat(first.answer().text()).isEqualTo("first");
            await(() -> cell(1).requests() == 2);
        }
    }
}

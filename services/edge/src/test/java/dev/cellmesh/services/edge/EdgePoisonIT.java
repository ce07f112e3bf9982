package dev.cellmesh.services.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.route.TenantStatus;
import dev.cellmesh.testkit.http.RawClient;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of requests that kill the cells they come to, and of those that only were there? */
class EdgePoisonIT extends EdgeFixture {
    @BeforeEach
    void start() {
        // No look ends by itself.
        startEdge(limits(20_000));
        awaitReady();
        cells.values().forEach(cell -> cell.answers(request -> live(cell, request)));
    }

    private static void live(FakeCell cell, HttpServerRequest request) {
        if (request.path().contains("poison")) {
            cell.crash();
        } else if (!request.path().contains("wait")) {
            request.response().putHeader("X-Cell", cell.toString()).end("alive");
        }
    }

    private RawClient.Answer get(String name) {
        return ask(head("GET", ACCOUNTS + "/" + name) + "\r\n");
    }

    private RawClient.Answer write(String name) {
        return ask(writing(name));
    }

    private String writing(String name) {
        return head("POST", ACCOUNTS + "/" + name, "Content-Length: 2", "Idempotency-Key: k1") + "\r\n{}";
    }

    private void allAreBack() {
        for (int number : new int[] {1, 2}) {
            cell(number).stop();
            cell(number).listen();
        }
        await(() -> meters.get("cellmesh.edge.cells.left.out").gauge().value() == 0);
    }

    private double crashes() {
        return meters.find("cellmesh.edge.cells.crashes").counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    @Test
    void afterTheSecondCrashItGoesToNoCellAnyMore() {
        RawClient.Answer poisonous = get("poison");
        assertThat(poisonous.status()).isEqualTo(429);
        assertThat(poisonous.problem()).isEqualTo("abnormal-usage-detected");
        assertThat(Integer.parseInt(poisonous.header("Retry-After"))).isBetween(1, 60);
        assertThat(crashes()).isEqualTo(2);
        allAreBack();
        int before = requestsAtCells();
        assertThat(get("poison").status()).isEqualTo(429);
        assertThat(requestsAtCells()).isEqualTo(before);
        assertThat(get("other").status()).isEqualTo(200);
        assertThat(meters.get("cellmesh.edge.poison.refused").counter().count()).isEqualTo(2);
    }

    @Test
    void aWriteThatMayHaveActedIsUnknownAndItsRepetitionRefused() {
        assertThat(write("poison").problem()).isEqualTo("unknown-outcome");
        assertThat(crashes()).isEqualTo(2);
        allAreBack();
        int before = requestsAtCells();
        assertThat(write("poison").problem()).isEqualTo("abnormal-usage-detected");
        assertThat(requestsAtCells()).isEqualTo(before);
    }

    @Test
    void whoWasThereByChanceIsNeverRefusedForIt() {
        routesOf(1, 2, 3);
        assertThat(write("harmless").status()).as("their kind is known").isEqualTo(200);
        int before = requestsAtCells();
        try (RawClient first = client();
                RawClient second = client();
                RawClient third = client()) {
            first.send(writing("wait-1"));
            second.send(writing("wait-2"));
            third.send(writing("wait-3"));
            await(() -> requestsAtCells() == before + 3);
            List<HttpServerRequest> waiting = cells.values().stream()
                    .flatMap(cell -> cell.begun.stream())
                    .filter(request -> request.path().contains("wait"))
                    .toList();
            cells.values()
                    .forEach(cell -> cell.answers(request -> {
                        if (request.path().contains("poison")) {
                            cell.crash();
                        } else {
                            request.response().end("alive");
                        }
                    }));
            // It ends two of the three cells. Who waited at the first may be at the second, too, and has had its two
            // tries then.
            assertThat(get("poison").status()).isEqualTo(429);
            assertThat(crashes()).isEqualTo(2);
            others.runOnContext(
                    go -> waiting.forEach(request -> request.response().end("alive")));
            for (RawClient innocent : List.of(first, second, third)) {
                assertThat(innocent.answer().status()).isIn(200, 504);
            }
            for (int name = 1; name <= 3; name++) {
                assertThat(write("wait-" + name).status()).isEqualTo(200);
            }
        }
    }

    @Test
    void aCopyThatWaitedBehindItGoesToNoCellMore() {
        List<FakeCell> held = new CopyOnWriteArrayList<>();
        List<FakeCell> crashed = new CopyOnWriteArrayList<>();
        for (int number : new int[] {1, 2}) {
            FakeCell cell = cell(number);
            cell.answers(request -> {
                if (crashed.isEmpty()) {
                    crashed.add(cell);
                    cell.crash();
                } else {
                    held.add(cell);
                }
            });
        }
        try (RawClient first = client();
                RawClient copy = client()) {
            first.send(head("GET", ACCOUNTS + "/poison") + "\r\n");
            await(() -> held.size() == 1);
            copy.send(head("GET", ACCOUNTS + "/poison") + "\r\n");
            await(() -> inFlight() == 2);
            FakeCell back = crashed.getFirst();
            back.listen();
            await(() -> meters.get("cellmesh.edge.cells.left.out").gauge().value() == 0);
            others.runOnContext(go -> held.getFirst().crash());
            assertThat(first.answer().status()).isEqualTo(429);
            assertThat(copy.answer().status()).isEqualTo(429);
            assertThat(back.requests()).isEqualTo(1);
        }
        assertThat(crashes()).isEqualTo(2);
    }

    @Test
    void whoComesBackFromItsTermGoesAloneInAllCells() {
        assertThat(get("poison").status()).isEqualTo(429);
        allAreBack();
        pass(Duration.ofMinutes(1));
        List<FakeCell> held = new CopyOnWriteArrayList<>();
        cells.values().forEach(cell -> cell.answers(request -> held.add(cell)));
        try (RawClient first = client();
                RawClient second = client();
                RawClient third = client()) {
            List<RawClient> copies = List.of(first, second, third);
            copies.forEach(copy -> copy.send(head("GET", ACCOUNTS + "/poison") + "\r\n"));
            await(() -> inFlight() == 3 && !held.isEmpty());
            others.runOnContext(go -> held.forEach(FakeCell::crash));
            copies.forEach(copy -> assertThat(copy.answer().status()).isEqualTo(429));
        }
        assertThat(crashes()).isEqualTo(3);
    }

    @Test
    void whatIsNotKnownToBeHarmlessWaitsUntilItIsKnownWhatACellDiedOf() {
        assertThat(write("harmless").status()).as("their kind is known").isEqualTo(200);
        List<FakeCell> lost = new CopyOnWriteArrayList<>();
        cells.values().forEach(cell -> {
            cell.answersProbes(FakeCell.SILENT);
            cell.answers(request -> {
                if (request.path().contains("lost") && lost.isEmpty()) {
                    lost.add(cell);
                    request.connection().close();
                } else {
                    request.response().end("alive");
                }
            });
        });
        try (RawClient known = client();
                RawClient unknown = client()) {
            known.send(writing("lost"));
            await(() -> !lost.isEmpty() && !lost.getFirst().silenced.isEmpty());
            int before = requestsAtCells();
            unknown.send(head("GET", ACCOUNTS + "/other") + "\r\n");
            await(() -> inFlight() == 2);
            assertThat(write("harmless").status()).isEqualTo(200);
            assertThat(requestsAtCells()).as("the known one alone").isEqualTo(before + 1);
            HttpServerRequest look = lost.getFirst().silenced.getFirst();
            others.runOnContext(go -> look.response().setStatusCode(404).end());
            assertThat(known.answer().status()).isEqualTo(200);
            assertThat(unknown.answer().status()).isEqualTo(200);
        }
    }

    private void routesOf(Integer... numbers) {
        publish(routes(2, TenantStatus.ACTIVE, numbers));
        await(() -> meters.get("cellmesh.route.epoch").gauge().value() == 2);
    }

    @Test
    void aCellBehindALinkIsDeadWhenItsPeersAnswer() {
        cells.values().forEach(cell -> cell.answers(request -> cell.crashBehindLink()));
        assertThat(get("poison").status()).isEqualTo(429);
        assertThat(crashes()).isEqualTo(2);
    }

    @Test
    void aCutOfTheLinkToAllIsNoCrash() {
        cells.values().forEach(cell -> cell.answers(request -> cells.values().forEach(FakeCell::crashBehindLink)));
        assertThat(get("innocent").problem()).isEqualTo("region-unavailable");
        assertThat(crashes()).isZero();
    }

    @Test
    void aLostConnectionAloneIsNoCrash() {
        cells.values()
                .forEach(cell -> cell.answers(request -> request.connection().close()));
        for (int i = 0; i < 3; i++) {
            assertThat(get("cut").problem()).isEqualTo("region-unavailable");
        }
        assertThat(crashes()).isZero();
    }
}

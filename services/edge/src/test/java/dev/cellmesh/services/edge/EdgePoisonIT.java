package dev.cellmesh.services.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.route.TenantStatus;
import dev.cellmesh.testkit.http.RawClient;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of requests that kill the cells they come to, and of those that only were there? */
class EdgePoisonIT extends EdgeFixture {
    @BeforeEach
    void start() {
        startEdge();
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

    /** Requests that wait fill one cell after the other, so that the poison and some innocents share one. */
    @Test
    void whoWasThereByChanceIsServedByAnotherCell() {
        routesOf(1, 2, 3);
        assertThat(write("harmless").status()).as("their kind is known").isEqualTo(200);
        Map<Integer, Integer> before = Map.of(1, cell(1).requests(), 2, cell(2).requests(), 3, cell(3).requests());
        try (RawClient first = client();
                RawClient second = client();
                RawClient third = client()) {
            first.send(writing("wait-1"));
            second.send(writing("wait-2"));
            third.send(writing("wait-3"));
            await(() -> before.entrySet().stream()
                    .allMatch(seen -> cell(seen.getKey()).requests() == seen.getValue() + 1));
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
            int alive = cell(1).isListening() ? 1 : cell(2).isListening() ? 2 : 3;
            HttpServerRequest waiting = cell(alive).begun.get(before.get(alive));
            others.runOnContext(go -> waiting.response().end("alive"));
            List<Integer> statuses = Stream.of(first, second, third)
                    .map(innocent -> innocent.answer().status())
                    .toList();
            assertThat(statuses).allMatch(status -> status == 200 || status == 504);
            assertThat(statuses.stream().filter(status -> status == 200).count())
                    .as("one was never disturbed, and one was there at the second crash only")
                    .isGreaterThanOrEqualTo(2);
            for (int name = 1; name <= 3; name++) {
                assertThat(write("wait-" + name).status())
                        .as("nobody is refused for it")
                        .isEqualTo(200);
            }
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

package dev.cellmesh.services.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.route.TenantStatus;
import dev.cellmesh.testkit.http.RawClient;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Many clients at once, some of which leave, and cells that fail in every way: no answer goes to another request, no write
 * is acted on twice, and nothing is left behind.
 */
class EdgeStormIT extends EdgeFixture {
    private static final int CLIENTS = 16;
    private static final int REQUESTS = 60;

    private final Map<String, AtomicInteger> actedOn = new ConcurrentHashMap<>();

    /** A cell whose mood is in the request's path; it echoes the request's number. */
    private void act(HttpServerRequest request) {
        String number = request.getHeader("X-Number");
        if (request.method().name().equals("POST") && !request.path().endsWith("/move")) {
            actedOn.computeIfAbsent(number, first -> new AtomicInteger()).incrementAndGet();
        }
        String path = request.path();
        if (path.endsWith("/lose")) {
            request.connection().close();
        } else if (path.endsWith("/late")) {
            others.setTimer(150, id -> request.response().end(number));
        } else if (path.endsWith("/cut")) {
            request.response().putHeader("Content-Length", "100").write(number);
            request.connection().close();
        } else if (path.endsWith("/move")) {
            request.response().setStatusCode(421).end();
        } else if (path.endsWith("/chunks")) {
            request.response().setChunked(true).write(number.substring(0, 1));
            request.response().end(number.substring(1));
        } else {
            request.response().end(number);
        }
    }

    @Test
    void nothingIsMixedUpDoubledOrLeftBehind() {
        startEdge();
        cells.values().forEach(cell -> {
            cell.answers(request -> {
                if (!request.response().ended()) {
                    act(request);
                }
            });
            cell.begins(request -> {
                if (request.path().endsWith("/early")) {
                    request.response().end(request.getHeader("X-Number"));
                }
            });
        });
        List<CompletableFuture<Void>> clients = new ArrayList<>();
        AtomicInteger answered = new AtomicInteger();
        for (int i = 0; i < CLIENTS; i++) {
            Random random = new Random(i);
            int first = 1_000_000 + i * 10_000;
            clients.add(CompletableFuture.runAsync(() -> storm(random, first, answered), Thread::startVirtualThread));
        }
        clients.forEach(CompletableFuture::join);
        assertThat(answered.get()).as("some requests were answered well").isGreaterThan(CLIENTS);
        assertThat(actedOn)
                .allSatisfy((number, times) -> assertThat(times.get()).isEqualTo(1));
        await(() -> inFlight() == 0);
        await(() -> meters.get("cellmesh.edge.cells.in.flight").gauge().value() == 0);
        publish(routes(2, TenantStatus.ACTIVE, 1, 2));
        await(() -> meters.get("cellmesh.edge.cells.left.out").gauge().value() == 0);
        assertThat(ask(get("X-Number: last")).text()).isEqualTo("last");
    }

    private void storm(Random random, int first, AtomicInteger answered) {
        String[] moods = {"/good", "/good", "/good", "/chunks", "/late", "/lose", "/cut", "/move", "/early"};
        RawClient client = client();
        for (int i = 0; i < REQUESTS; i++) {
            String number = Integer.toString(first + i);
            String target = ACCOUNTS + moods[random.nextInt(moods.length)];
            boolean write = random.nextBoolean();
            int size = write ? random.nextInt(4) * 50_000 : 0;
            String request = head(
                            write ? "POST" : "GET",
                            target,
                            "X-Number: " + number,
                            "X-Request-Deadline: " + (random.nextInt(4) == 0 ? 100 : 5_000),
                            write ? "Content-Length: " + size : "X-None: 1")
                    + "\r\n"
                    + "x".repeat(size);
            try {
                client.send(request);
                if (random.nextInt(8) == 0) {
                    client.close();
                    client = client();
                    continue;
                }
                RawClient.Answer answer = client.answer();
                if (answer.status() == 200) {
                    assertThat(answer.text()).isEqualTo(number);
                    answered.incrementAndGet();
                }
                if (answer.headers().containsKey("connection")) {
                    client.close();
                    client = client();
                }
            } catch (java.io.UncheckedIOException cutOff) {
                client.close();
                client = client();
            }
        }
        client.close();
    }
}

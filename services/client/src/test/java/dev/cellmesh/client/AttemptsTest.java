package dev.cellmesh.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.client.Outcome.Answered;
import dev.cellmesh.client.Outcome.Refused;
import dev.cellmesh.client.Outcome.Unknown;
import dev.cellmesh.client.Outcome.Unsent;
import dev.cellmesh.client.Wire.Result;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of a call, try by try? Without sockets, on a clock that only tries and waits move. */
class AttemptsTest {
    private static final URI NEAR = URI.create("http://near");
    private static final URI FAR = URI.create("http://far");
    private static final Call TRANSFER = Call.post("acme", "/transfers", "{\"amount\":5}");
    private static final Call READ = Call.get("acme", "/accounts");
    private static final Result LOST = new Result.Lost("scripted");
    /** Takes all the time that the try has. */
    private static final Result SILENT = new Result.Lost("silent");

    private static final Result DONE = new Result.Answer(201, Map.of(), "{}");

    private final List<Asked> asked = new ArrayList<>();
    private final Deque<Result> script = new ArrayDeque<>();
    private long nowNanos = 5;
    private final Edges edges = new Edges(List.of(NEAR, FAR), () -> nowNanos);
    private final RetryBudget budget = new RetryBudget();
    private final Attempts attempts = new Attempts(
            ClientSettings.of(List.of(NEAR, FAR), (tenant, isRejected) -> "token"),
            this::exchange,
            edges,
            () -> Residences.NONE,
            new Tokens(),
            budget,
            () -> nowNanos,
            () -> Instant.EPOCH,
            new Random(7),
            millis -> nowNanos += millis * 1_000_000);

    private record Asked(URI edge, Map<String, String> headers, Duration most) {}

    private Result exchange(
            URI edge, String method, String target, Map<String, String> headers, String body, Duration most) {
        asked.add(new Asked(edge, Map.copyOf(headers), most));
        Result result = script.isEmpty() ? DONE : script.poll();
        nowNanos += result == SILENT ? most.toNanos() : 0;
        return result;
    }

    private Outcome send(Call call, Result... results) throws InterruptedException {
        script.addAll(List.of(results));
        return attempts.run(call, nowNanos + Duration.ofSeconds(10).toNanos());
    }

    private static Result problem(int status, String name) {
        return new Result.Answer(status, Map.of(), "{\"type\":\"https://cellmesh.dev/problems/" + name + "\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "400,malformed-request", "403,role-needed", "404,unknown-path", "404,unknown-tenant", "405,method-not-allowed",
        "408,request-timeout", "413,body-too-large", "414,uri-too-long", "415,unsupported-media-type",
                "421,misdirected",
        "428,precondition-required", "431,headers-too-large", "500,internal"
    })
    void aRefusalOfOneTryDoesNotTellWhatBecameOfALostOne(int status, String name) throws Exception {
        assertThat(send(TRANSFER, LOST, problem(status, name))).isInstanceOf(Unknown.class);
        assertThat(asked).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"404,unknown-entity", "409,already-exists", "412,version-conflict", "422,insufficient-funds"})
    void whatIsKeptUnderTheKeyTellsIt(int status, String name) throws Exception {
        assertThat(send(TRANSFER, LOST, problem(status, name))).isInstanceOf(Refused.class);
    }

    @Test
    void whatAnyServerMaySayDoesNotTellIt() throws Exception {
        assertThat(send(TRANSFER, LOST, new Result.Answer(404, Map.of(), "<html>")))
                .isInstanceOf(Unknown.class);
        assertThat(send(TRANSFER, LOST, new Result.Answer(404, Map.of(), "{\"type\":\"about:blank\"}")))
                .isInstanceOf(Unknown.class);
    }

    @Test
    void aSuccessTellsIt() throws Exception {
        assertThat(send(TRANSFER, LOST, DONE)).isInstanceOf(Answered.class);
    }

    @Test
    void withoutALostTryEveryRefusalIsOne() throws Exception {
        assertThat(send(TRANSFER, problem(415, "unsupported-media-type"))).isInstanceOf(Refused.class);
        assertThat(send(READ, LOST, problem(404, "unknown-path"))).isInstanceOf(Refused.class);
    }

    private static Result malformed(String more) {
        return new Result.Answer(
                400, Map.of(), "{\"type\":\"https://cellmesh.dev/problems/malformed-request\"" + more + "}");
    }

    private void seen(String token) throws InterruptedException {
        send(TRANSFER, new Result.Answer(201, Map.of("x-write-timestamp", List.of(token)), "{}"));
        asked.clear();
    }

    @Test
    void whatElseIsMalformedTakesNoTokensAway() throws Exception {
        seen("seen-1");

        assertThat(send(TRANSFER, malformed(",\"field\":\"amount\""))).isInstanceOf(Refused.class);
        assertThat(send(TRANSFER, malformed(",\"header\":\"If-Match\""))).isInstanceOf(Refused.class);
        assertThat(asked).hasSize(2);
        send(READ);
        assertThat(asked.getLast().headers()).containsEntry("X-Last-Write-Timestamp", "seen-1");
    }

    @Test
    void tokensThatTheMeshCannotReadAreForgottenAndNotTheCall() throws Exception {
        seen("of-another-secret");

        assertThat(send(TRANSFER, malformed(",\"header\":\"X-Last-Write-Timestamp\"")))
                .isInstanceOf(Answered.class);
        assertThat(asked).hasSize(2);
        assertThat(asked.getLast().headers()).doesNotContainKey("X-Last-Write-Timestamp");
    }

    private List<URI> askedEdges() {
        return asked.stream().map(Asked::edge).toList();
    }

    @Test
    void aSilentEdgeLeavesTimeForTheNextAndIsThenLeft() throws Exception {
        assertThat(send(READ, SILENT)).isInstanceOf(Answered.class);
        assertThat(askedEdges()).containsExactly(NEAR, FAR);
        assertThat(asked.getFirst().most()).isEqualTo(Duration.ofSeconds(5));
        assertThat(asked.getFirst().headers()).containsEntry("X-Request-Deadline", "4500");
        assertThat(edges.next(Set.of(), Optional.empty())).contains(FAR);
    }

    @Test
    void theLastEdgeHasAllTheTimeThatIsLeft() throws Exception {
        assertThat(send(READ, SILENT, SILENT)).isInstanceOf(Unsent.class);
        assertThat(asked).hasSize(2);
        assertThat(asked.getLast().most()).isBetween(Duration.ofMillis(4_900), Duration.ofSeconds(5));
    }

    @Test
    void aKeyedWriteSharesItsTimeOnlyAmongEdgesThatKnowItsKey() throws Exception {
        send(TRANSFER);
        edges.learn(Map.of(NEAR, "europe-west1", FAR, "europe-west1"));
        send(TRANSFER);

        assertThat(asked).extracting(Asked::most).containsExactly(Duration.ofSeconds(10), Duration.ofSeconds(5));
    }

    @Test
    void whatMayNotBeRepeatedHasAllTheTime() throws Exception {
        edges.learn(Map.of(NEAR, "europe-west1", FAR, "europe-west1"));
        send(new Call("acme", "POST", "/transfers", "{}", Optional.empty(), Map.of(), Optional.empty()));

        assertThat(asked.getFirst().most()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void littleTimeIsNotShared() throws Exception {
        attempts.run(READ, nowNanos + Duration.ofMillis(1_900).toNanos());

        assertThat(asked.getFirst().most()).isEqualTo(Duration.ofMillis(1_900));
    }

    @Test
    void withoutAnotherEdgeThatWorksOneHasAllTheTime() throws Exception {
        edges.failed(FAR);
        send(READ);

        assertThat(asked.getFirst().most()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void whoMayNotRetryAnyMoreHasAllTheTime() throws Exception {
        while (budget.take()) {}
        send(READ);

        assertThat(asked.getFirst().most()).isEqualTo(Duration.ofSeconds(10));
    }
}

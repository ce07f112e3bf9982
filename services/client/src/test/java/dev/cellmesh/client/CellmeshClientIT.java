package dev.cellmesh.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.client.Outcome.Answered;
import dev.cellmesh.client.Outcome.Refused;
import dev.cellmesh.client.Outcome.Unknown;
import dev.cellmesh.client.Outcome.Unsent;
import dev.cellmesh.client.ScriptedEdge.Asked;
import dev.cellmesh.client.ScriptedEdge.Reply;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What does a client do with what edges answer? Real sockets; waits are only written down. */
class CellmeshClientIT {
    private static final Call TRANSFER = Call.post("acme", "/transfers", "{\"amount\":5}");
    private static final Reply MOVED = new Reply(201, Map.of(), "{\"data\":{}}");
    private static final String PROFILES = """
            {"data":[{"method":"POST","path":"/v1/tenants/{tenant}/transfers","residence":"home"},
            {"method":"PUT","path":"/v1/tenants/{tenant}/tags/{tag}","residence":"every-region"}]}""";

    private final List<Long> waitsMillis = new ArrayList<>();
    private final List<Boolean> rejections = new ArrayList<>();
    private ScriptedEdge near;
    private ScriptedEdge far;
    private CellmeshClient client;

    @BeforeEach
    void start() throws Exception {
        near = new ScriptedEdge();
        far = new ScriptedEdge();
        client = client(near.address(), far.address());
    }

    @AfterEach
    void stop() {
        client.close();
        near.close();
        far.close();
    }

    private CellmeshClient client(URI... edges) {
        ClientSettings settings = ClientSettings.of(List.of(edges), (tenant, isRejected) -> {
                    rejections.add(isRejected);
                    return "token-of-" + tenant;
                })
                .forUsersOf("europe-west1");
        return new CellmeshClient(settings, System::nanoTime, Clock.systemUTC(), new Random(7), waitsMillis::add);
    }

    private static String problemOf(Outcome outcome) {
        return ((Refused) outcome).problem().name();
    }

    private static List<String> keys(ScriptedEdge... edges) {
        return IntStream.range(0, edges.length)
                .boxed()
                .flatMap(i -> edges[i].asked().stream())
                .map(asked -> asked.headers().get("Idempotency-key"))
                .toList();
    }

    @Test
    void aCallCarriesTokenKeyDeadlineAndRegion() throws Exception {
        assertThat(client.send(TRANSFER.ifMatch("\"5\""))).isInstanceOf(Answered.class);

        Asked asked = near.asked().getFirst();
        assertThat(asked.path()).isEqualTo("/v1/tenants/acme/transfers");
        assertThat(asked.headers())
                .containsEntry("Authorization", "Bearer token-of-acme")
                .containsEntry("Idempotency-key", '"' + TRANSFER.key().orElseThrow() + '"')
                .containsEntry("If-match", "\"5\"")
                .containsEntry("X-user-region", "europe-west1")
                .containsEntry("Accept-encoding", "gzip");
        assertThat(Long.parseLong(asked.headers().get("X-request-deadline"))).isBetween(1L, 10_000L);
        assertThat(asked.body()).isEqualTo("{\"amount\":5}");
    }

    @Test
    void whatAnAnswerSawIsBroughtBackToItsTenantOnly() throws Exception {
        near.then(new Reply(201, Map.of("X-Write-Timestamp", "seen-1"), "{}"));
        client.send(TRANSFER);
        client.send(Call.get("acme", "/accounts"));
        client.send(Call.get("other", "/accounts"));

        assertThat(near.asked().get(1).headers()).containsEntry("X-last-write-timestamp", "seen-1");
        assertThat(near.asked().get(2).headers()).doesNotContainKey("X-last-write-timestamp");
    }

    @Test
    void tokensThatTheMeshDoesNotKnowAnyMoreAreForgotten() throws Exception {
        near.then(new Reply(200, Map.of("X-Write-Timestamp", "of-another-secret"), "{}"));
        client.send(Call.get("acme", "/accounts"));
        near.then(
                new Reply(
                        400,
                        Map.of(),
                        "{\"type\":\"https://cellmesh.dev/problems/malformed-request\",\"header\":\"X-Last-Write-Timestamp\"}"));

        assertThat(client.send(Call.get("acme", "/accounts"))).isInstanceOf(Answered.class);
        assertThat(client.send(Call.get("acme", "/accounts"))).isInstanceOf(Answered.class);
        assertThat(near.asked().getLast().headers()).doesNotContainKey("X-last-write-timestamp");
    }

    @Test
    void anEdgeThatIsGoneIsLeftForTheNext() throws Exception {
        near.close();
        far.always(MOVED);

        assertThat(client.send(TRANSFER)).isInstanceOf(Answered.class);
        assertThat(waitsMillis).containsOnly(0L);
    }

    /** Which of the two is nearer is up to the machine: whichever it is hangs up. */
    private void whoeverIsFirstHangsUp() throws Exception {
        near.tells("{}", PROFILES);
        far.tells("{}", PROFILES);
        client.watch().look();
        near.then(Reply.HANG_UP).always(MOVED);
        far.then(Reply.HANG_UP).always(MOVED);
    }

    @Test
    void aKeyedWriteThatWasLostIsRepeatedElsewhereWithItsKey() throws Exception {
        whoeverIsFirstHangsUp();

        assertThat(client.send(TRANSFER)).isInstanceOf(Answered.class);
        assertThat(near.asked()).isNotEmpty();
        assertThat(far.asked()).isNotEmpty();
        assertThat(keys(near, far)).containsOnly('"' + TRANSFER.key().orElseThrow() + '"');
    }

    @Test
    void aWriteWhoseKeyIsOfOneRegionStaysThere() throws Exception {
        whoeverIsFirstHangsUp();

        assertThat(client.send(Call.put("acme", "/tags/red", "{}"))).isInstanceOf(Answered.class);
        assertThat(List.of(near.asked().size(), far.asked().size())).containsExactlyInAnyOrder(2, 0);
    }

    @Test
    void anUnkeyedWriteThatWasLostIsNotRepeated() throws Exception {
        near.always(Reply.HANG_UP);
        Call unkeyed = new Call("acme", "POST", "/transfers", "{}", Optional.empty(), Map.of(), Optional.empty());

        assertThat(client.send(unkeyed)).isInstanceOf(Unknown.class);
        assertThat(near.asked()).hasSize(1);
        assertThat(far.asked()).isEmpty();
    }

    @Test
    void anUnknownOutcomeIsAskedAgainWithTheSameKey() throws Exception {
        near.then(Reply.problem(504, "unknown-outcome", Map.of()))
                .then(Reply.problem(409, "idempotency-in-progress", Map.of()))
                .then(MOVED);

        assertThat(client.send(TRANSFER)).isInstanceOf(Answered.class);
        assertThat(keys(near)).hasSize(3).containsOnly('"' + TRANSFER.key().orElseThrow() + '"');
    }

    @Test
    void whatIsOpenStaysOpenUntilSomebodyWhoKnowsAnswers() throws Exception {
        near.then(Reply.problem(504, "unknown-outcome", Map.of()))
                .always(Reply.problem(503, "overloaded", Map.of("Retry-After", "3600")));
        assertThat(client.send(TRANSFER)).isInstanceOf(Unknown.class);

        near.then(Reply.problem(504, "unknown-outcome", Map.of()))
                .then(Reply.problem(422, "insufficient-funds", Map.of()));
        assertThat(problemOf(client.send(TRANSFER))).isEqualTo("insufficient-funds");
    }

    @Test
    void theMeshIsNotAskedSoonerThanItWants() throws Exception {
        near.then(Reply.problem(429, "quota-exceeded", Map.of("Retry-After", "2")))
                .then(MOVED);

        assertThat(client.send(TRANSFER)).isInstanceOf(Answered.class);
        assertThat(waitsMillis.getFirst()).isBetween(2_000L, 2_500L);
    }

    @Test
    void aWaitBeyondTheDeadlineIsNotBegun() throws Exception {
        near.always(Reply.problem(503, "overloaded", Map.of("Retry-After", "60")));

        assertThat(problemOf(client.send(TRANSFER.within(Duration.ofSeconds(5)))))
                .isEqualTo("overloaded");
        assertThat(near.asked()).hasSize(1);
        assertThat(waitsMillis).isEmpty();
    }

    @Test
    void aRefusalOfTheContentIsFinal() throws Exception {
        near.always(Reply.problem(422, "insufficient-funds", Map.of()));

        assertThat(problemOf(client.send(TRANSFER))).isEqualTo("insufficient-funds");
        assertThat(near.asked()).hasSize(1);
    }

    @Test
    void aRejectedTokenIsRenewedOnce() throws Exception {
        near.always(Reply.problem(401, "unauthenticated", Map.of()));
        far.always(Reply.problem(401, "unauthenticated", Map.of()));

        assertThat(problemOf(client.send(TRANSFER))).isEqualTo("unauthenticated");
        assertThat(rejections).containsExactly(false, true);
    }

    @Test
    void retriesEndWithTheBudgetAndNotWithTheDeadline() throws Exception {
        near.always(Reply.problem(503, "overloaded", Map.of()));
        far.always(Reply.problem(503, "overloaded", Map.of()));
        for (int i = 0; i < 30; i++) {
            client.send(Call.get("acme", "/accounts"));
        }

        assertThat(near.asked().size() + far.asked().size()).isBetween(31, 30 + 10 + 3);
    }

    @Test
    void withoutAnyEdgeNothingIsSent() throws Exception {
        near.close();
        far.close();

        assertThat(client.send(TRANSFER.within(Duration.ofSeconds(2)))).isInstanceOf(Unsent.class);
    }

    @Test
    void edgesThatOneTellsOfAreUsed() throws Exception {
        near.tells(
                "{\"data\":{\"edges\":[{\"region\":\"asia-southeast1\",\"baseUrl\":\"" + far.address()
                        + "\"},{\"region\":\"x\",\"baseUrl\":\"not an address\"}]}}",
                PROFILES);
        try (CellmeshClient knowsOne = client(near.address())) {
            knowsOne.watch().look();
            near.close();
            far.always(MOVED);

            assertThat(knowsOne.send(TRANSFER)).isInstanceOf(Answered.class);
        }
    }
}

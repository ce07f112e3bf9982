package dev.cellmesh.services.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.consistency.Durability;
import dev.cellmesh.model.profile.ConflictRule;
import dev.cellmesh.model.profile.Level;
import dev.cellmesh.model.profile.Precondition;
import dev.cellmesh.model.profile.Profile;
import dev.cellmesh.model.profile.ReadProfile;
import dev.cellmesh.model.profile.Residence;
import dev.cellmesh.model.profile.WriteProfile;
import dev.cellmesh.model.route.TenantStatus;
import dev.cellmesh.runtime.consistency.ProfilesDocument;
import dev.cellmesh.runtime.consistency.PublishedProfile;
import dev.cellmesh.runtime.consistency.PublishedProfiles;
import dev.cellmesh.testkit.http.RawClient;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Products may be a minute late and kept for so long; what cells answer says how late they are already. */
class EdgeCacheIT extends EdgeFixture {
    private static final String PRODUCT = "/v1/tenants/acme/products/1";
    private static final String LARGE = "{\"text\":\"" + "all work and no play ".repeat(200) + "\"}";
    private static final ProfilesDocument PROFILES = new PublishedProfiles(List.of(
                    published("GET", "products/{id}", minute().cacheableFor(Duration.ofMinutes(1))),
                    published("PUT", "products/{id}", write()),
                    published("GET", "stock/{id}", minute())))
            .document();

    /** What cells say of an answer's age. */
    private volatile String level = "bounded; max-staleness=60000ms; staleness=1000ms";

    private volatile String control = "private, max-age=59";
    private volatile String body = "{\"price\":1}";
    private volatile Handler<HttpServerRequest> answer = this::good;

    private static ReadProfile minute() {
        return ReadProfile.of("product", Residence.HOME, ConflictRule.VERSION, Level.bounded(Duration.ofMinutes(1)));
    }

    private static WriteProfile write() {
        return new WriteProfile(
                "product", Residence.HOME, ConflictRule.VERSION, Durability.LOCAL, Precondition.IGNORED);
    }

    private static PublishedProfile published(String method, String path, Profile profile) {
        return new PublishedProfile("catalog", method + path, method, "/v1/tenants/{tenant}/" + path, profile);
    }

    private void good(HttpServerRequest request) {
        request.response()
                .putHeader("Content-Type", "application/json")
                .putHeader("ETag", "\"5\"")
                .putHeader("X-Consistency-Level", level)
                .putHeader("X-Data-Stale", "true")
                .putHeader("Cache-Control", control)
                .putHeader("Vary", "Authorization, X-Consistency-Level, X-Last-Write-Timestamp")
                .putHeader("RateLimit", "\"burst\";r=50;t=30")
                .putHeader("X-Cell", "us-east1-c01")
                .end(body);
    }

    @BeforeEach
    void start() {
        cells.values().forEach(cell -> {
            cell.tellsProfiles(request -> request.response().end(PROFILES.body()));
            cell.answers(request -> answer.handle(request));
        });
        startEdge();
        await(() -> meters.get("cellmesh.edge.operations.known").gauge().value() == 3);
    }

    private RawClient.Answer product(String... headers) {
        return ask(head("GET", PRODUCT, headers) + "\r\n");
    }

    private double count(String outcome) {
        return meters.get("cellmesh.edge.cache.requests")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    @Test
    void theSecondAskerIsAnsweredHereAndToldTheTruth() {
        RawClient.Answer first = product();
        assertThat(first.header("Cache-Status")).isEqualTo("us-east1-edge; fwd=miss; stored");
        assertThat(first.header("Age")).isNull();
        assertThat(first.header("RateLimit")).isNotNull();
        RawClient.Answer second = product();
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.text()).isEqualTo(body);
        assertThat(second.header("Cache-Status")).startsWith("us-east1-edge; hit; ttl=5");
        assertThat(second.header("RateLimit")).isNull();
        assertThat(second.header("ETag")).isEqualTo("\"5\"");
        assertThat(second.header("X-Cell")).isEqualTo("us-east1-c01");
        assertThat(second.header("Age")).matches("[0-9]+");
        assertThat(second.header("X-Data-Stale")).isEqualTo("true");
        assertThat(second.header("X-Consistency-Level")).startsWith("bounded; max-staleness=60000ms; staleness=");
        String told = second.header("X-Consistency-Level");
        assertThat(Long.parseLong(told.substring(told.lastIndexOf('=') + 1, told.length() - 2)))
                .isGreaterThanOrEqualTo(1_000);
        assertThat(requestsAtCells()).isEqualTo(1);
        assertThat(inFlight()).isZero();
    }

    @Test
    void whoHasItIsToldSo() {
        product();
        RawClient.Answer same = product("If-None-Match: \"4\", \"5\"");
        assertThat(same.status()).isEqualTo(304);
        assertThat(same.body().length()).isZero();
        assertThat(same.header("ETag")).isEqualTo("\"5\"");
        assertThat(product("If-None-Match: \"4\"").status()).isEqualTo(200);
        assertThat(requestsAtCells()).isEqualTo(1);
    }

    @Test
    void whoAsksForMoreGetsItFromACell() {
        product();
        product("X-Last-Write-Timestamp: 2.a.b");
        product("X-Consistency-Level: strong");
        product("Cache-Control: no-cache");
        RawClient.Answer bypassing = product("X-Consistency-Level: session");
        assertThat(bypassing.header("Cache-Status")).isEqualTo("us-east1-edge; fwd=request");
        assertThat(requestsAtCells()).isEqualTo(5);
        assertThat(count("bypass")).isEqualTo(4);
    }

    @Test
    void aNarrowerBoundHasAnAnswerOfItsOwn() {
        product();
        level = "bounded; max-staleness=2000ms; staleness=100ms";
        control = "private, max-age=1";
        product("X-Consistency-Level: bounded; max-staleness=2s");
        assertThat(requestsAtCells()).isEqualTo(2);
        RawClient.Answer kept = product("X-Consistency-Level: bounded; max-staleness=2000ms");
        assertThat(kept.header("Cache-Status")).contains("hit");
        assertThat(kept.header("X-Consistency-Level")).startsWith("bounded; max-staleness=2000ms; staleness=");
    }

    @Test
    void whatNoProfileAllowsIsNotKept() {
        ask(head("GET", "/v1/tenants/acme/stock/1") + "\r\n");
        RawClient.Answer second = ask(head("GET", "/v1/tenants/acme/stock/1") + "\r\n");
        assertThat(second.header("Cache-Status")).isNull();
        assertThat(requestsAtCells()).isEqualTo(2);
    }

    @Test
    void theTokenIsCheckedEachTime() {
        product();
        assertThat(ask("GET " + PRODUCT + " HTTP/1.1\r\nHost: e\r\n\r\n").status())
                .isEqualTo(401);
        assertThat(ask("GET " + PRODUCT + " HTTP/1.1\r\nHost: e\r\nAuthorization: " + token("globex") + "\r\n\r\n")
                        .status())
                .isEqualTo(403);
        publish(routes(2, TenantStatus.SUSPENDED, 1, 2));
        await(() -> product().status() == 403);
        assertThat(requestsAtCells()).isEqualTo(1);
    }

    @Test
    void aWriteEndsWhatIsKept() {
        product();
        body = "{\"price\":2}";
        ask(head("PUT", PRODUCT, "Idempotency-Key: k", "Content-Length: 2") + "\r\n{}");
        assertThat(product().text()).isEqualTo("{\"price\":2}");
        assertThat(product().header("Cache-Status")).isEqualTo("us-east1-edge; fwd=miss; stored");
    }

    @Test
    void aRefusedWriteDoesNot() {
        product();
        cells.values().forEach(cell -> cell.answersProblem(412, "version-conflict"));
        ask(head("PUT", PRODUCT, "Idempotency-Key: k", "Content-Length: 2") + "\r\n{}");
        assertThat(product().header("Cache-Status")).contains("hit");
    }

    @Test
    void whileOneAsksTheOthersWaitForItsAnswer() {
        List<HttpServerRequest> asked = new CopyOnWriteArrayList<>();
        answer = asked::add;
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            clients.add(client().send(head("GET", PRODUCT) + "\r\n"));
        }
        await(() -> asked.size() == 1 && count("followed") == 4);
        asked.forEach(this::good);
        for (RawClient client : clients) {
            assertThat(client.answer().text()).isEqualTo(body);
            client.close();
        }
        assertThat(requestsAtCells()).isEqualTo(1);
        await(() -> inFlight() == 0);
    }

    @Test
    void whoeverWaitedForNothingAsksForItself() {
        List<HttpServerRequest> asked = new CopyOnWriteArrayList<>();
        answer = asked::add;
        try (RawClient first = client().send(head("GET", PRODUCT) + "\r\n")) {
            await(() -> asked.size() == 1);
            try (RawClient second = client().send(head("GET", PRODUCT) + "\r\n")) {
                await(() -> count("followed") == 1);
                answer = this::good;
                asked.getFirst().response().setStatusCode(404).end();
                assertThat(first.answer().status()).isEqualTo(404);
                assertThat(second.answer().status()).isEqualTo(200);
            }
        }
    }

    @Test
    void anOldAnswerIsServedWhileANewOneIsAskedFor() {
        // It is older than half of its life at once: the next second is its second half.
        level = "bounded; max-staleness=60000ms; staleness=58000ms";
        control = "private, max-age=2";
        product();
        body = "{\"price\":2}";
        level = "bounded; max-staleness=60000ms; staleness=1000ms";
        control = "private, max-age=59";
        await(() -> product().text().equals("{\"price\":2}"));
        assertThat(count("stale")).isGreaterThanOrEqualTo(1);
        assertThat(count("miss")).isEqualTo(1);
        assertThat(requestsAtCells()).isEqualTo(2);
        String asked = cells.values().stream()
                .flatMap(cell -> cell.seen.stream())
                .map(seen -> seen.headers().get("If-None-Match"))
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();
        assertThat(asked).isEqualTo("\"5\"");
    }

    @Test
    void whatTheCellConfirmsLivesOn() {
        level = "bounded; max-staleness=60000ms; staleness=58000ms";
        control = "private, max-age=2";
        product();
        level = "bounded; max-staleness=60000ms; staleness=1000ms";
        control = "private, max-age=59";
        answer = request -> request.response()
                .setStatusCode(304)
                .putHeader("X-Consistency-Level", level)
                .putHeader("Cache-Control", control)
                .end();
        await(() -> product().header("Cache-Status").contains("ttl=5"));
        assertThat(product().text()).isEqualTo(body);
        assertThat(requestsAtCells()).isEqualTo(2);
    }

    @Test
    void aCellThatRefusesBeforeAnyWorkDoesNotEndWhatIsKept() {
        level = "bounded; max-staleness=60000ms; staleness=56000ms";
        control = "private, max-age=4";
        product();
        cells.values().forEach(cell -> cell.answersProblem(429, "quota-exceeded"));
        await(() -> {
            product();
            return requestsAtCells() == 2 && inFlight() == 0;
        });
        assertThat(product().header("Cache-Status")).contains("hit");
        assertThat(count("miss")).isEqualTo(1);
    }

    private static String unzipped(RawClient.Answer answer) throws IOException {
        try (GZIPInputStream in =
                new GZIPInputStream(new ByteArrayInputStream(answer.body().getBytes()))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void bothAskersGetItCompressedAndTheCellIsAskedForPlainBytes() throws IOException {
        body = LARGE;
        RawClient.Answer streamed = product("Accept-Encoding: gzip");
        RawClient.Answer kept = product("Accept-Encoding: gzip");
        for (RawClient.Answer answer : List.of(streamed, kept)) {
            assertThat(answer.header("Content-Encoding")).isEqualTo("gzip");
            assertThat(answer.header("ETag")).isEqualTo("\"5-gzip\"");
            assertThat(answer.header("Vary")).containsIgnoringCase("Accept-Encoding");
            assertThat(answer.body().length()).isLessThan(LARGE.length() / 4);
            assertThat(unzipped(answer)).isEqualTo(LARGE);
        }
        assertThat(product().text()).isEqualTo(LARGE);
        assertThat(product("Accept-Encoding: gzip", "If-None-Match: \"5-gzip\"").header("ETag"))
                .isEqualTo("\"5-gzip\"");
        assertThat(product("If-None-Match: \"5-gzip\"").status()).isEqualTo(304);
        assertThat(requestsAtCells()).isEqualTo(1);
        assertThat(cells.values().stream()
                        .flatMap(cell -> cell.seen.stream())
                        .anyMatch(seen -> seen.headers().contains("Accept-Encoding")))
                .isFalse();
    }

    @Test
    void theVersionCheckWorksWithTheTagOfACompressedAnswer() {
        body = LARGE;
        String tag = product("Accept-Encoding: gzip").header("ETag");
        ask(head("PUT", PRODUCT, "If-Match: " + tag, "Idempotency-Key: k", "Content-Length: 2") + "\r\n{}");
        String seen = cells.values().stream()
                .flatMap(cell -> cell.seen.stream())
                .map(each -> each.headers().get("If-Match"))
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();
        assertThat(seen).isEqualTo("\"5\"");
    }

    @Test
    void aHeadAndAnOldClientGetPlainOnes() {
        body = LARGE;
        answer = request -> {
            request.response().putHeader("Content-Length", Integer.toString(LARGE.length()));
            good(request);
        };
        try (RawClient client = client()) {
            RawClient.Answer head = client.send(head("HEAD", PRODUCT, "Accept-Encoding: gzip") + "\r\n")
                    .answerToHead();
            assertThat(head.header("Content-Encoding")).isNull();
            assertThat(head.header("Content-Length")).isEqualTo(Integer.toString(LARGE.length()));
        }
        String old = head("GET", PRODUCT, "Accept-Encoding: gzip").replace("HTTP/1.1", "HTTP/1.0");
        assertThat(ask(old + "\r\n").text()).isEqualTo(LARGE);
        assertThat(ask(old + "\r\n").text()).isEqualTo(LARGE);
    }

    @Test
    void aCompressedAnswerThatIsCutOffIsCutOff() {
        answer = request -> {
            request.response()
                    .putHeader("Content-Type", "application/json")
                    .putHeader("Content-Length", "5000")
                    .putHeader("Cache-Control", control)
                    .putHeader("X-Consistency-Level", level)
                    .write(LARGE.substring(0, 2_000));
            request.connection().close();
        };
        try (RawClient client = client().send(head("GET", PRODUCT, "Accept-Encoding: gzip") + "\r\n")) {
            byte[] got = client.rest();
            assertThat(new String(got, StandardCharsets.ISO_8859_1)).doesNotEndWith("0\r\n\r\n");
        }
        answer = this::good;
        assertThat(product().header("Cache-Status")).contains("miss");
        await(() -> inFlight() == 0);
    }
}

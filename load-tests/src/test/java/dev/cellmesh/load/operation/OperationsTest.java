package dev.cellmesh.load.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cellmesh.load.check.Event;
import dev.cellmesh.load.check.Finding;
import dev.cellmesh.load.client.PreparedRequest;
import dev.cellmesh.load.client.Reception;
import dev.cellmesh.load.scenario.Scenario;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OperationsTest {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void stop() {
        vertx.close().await();
    }

    private static Scenario scenario(String kind, Map<String, Object> settings, List<String> checks) {
        return new Scenario(
                "one",
                "One operation.",
                new Scenario.Target(
                        Optional.empty(), Map.of("here", URI.create("http://127.0.0.1:1")), Optional.of("B")),
                new Scenario.Client(
                        false,
                        false,
                        1,
                        Duration.ofSeconds(1),
                        new Scenario.Retry(1, Duration.ZERO, Duration.ZERO, true),
                        true),
                List.of(new Scenario.TenantGroup("all", List.of("t"), false, List.of(), new Scenario.Pick.Uniform())),
                Map.of(),
                Map.of(),
                List.of(new Scenario.OperationSpec("op", kind, 1, settings)),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                checks);
    }

    private Workload prepared(Scenario scenario) throws Exception {
        Workload workload = Workloads.of(scenario, vertx, 1);
        workload.prepare().await(10, TimeUnit.SECONDS);
        return workload;
    }

    private static Operation.Turn.Who who(long user) {
        return new Operation.Turn.Who("t", "here", "all", user, 0, new SplittableRandom(1));
    }

    @Test
    void anHttpRequestIsFilledIn() throws Exception {
        Scenario scenario = scenario(
                "http",
                Map.of(
                        "method",
                        "POST",
                        "path",
                        "/x/{tenant}/{user}/{n}?q={uuid}",
                        "headers",
                        Map.of("X-Who", "{user}@{region}"),
                        "body",
                        Map.of("n", "{n}"),
                        "idempotencyKey",
                        true),
                List.of());
        try (Workload workload = prepared(scenario)) {
            Operation operation = workload.operation("op");
            PreparedRequest first = operation.next(who(7)).request();
            PreparedRequest second = operation.next(who(7)).request();
            assertThat(first.target()).matches("/x/t/7/0\\?q=[0-9a-f-]{36}");
            assertThat(second.target()).startsWith("/x/t/7/1?q=");
            assertThat(first.headers().get("X-Who")).isEqualTo("7@here");
            assertThat(first.headers().get("Authorization")).isEqualTo("Bearer B");
            assertThat(first.body().toJsonObject().getString("n")).isEqualTo("0");
            assertThat(first.headers().get("Idempotency-Key"))
                    .isNotEmpty()
                    .isNotEqualTo(second.headers().get("Idempotency-Key"));
        }
    }

    @Test
    void aUserCarriesTheTokenOfTheLastAnswerAndNobodyElseDoes() throws Exception {
        Scenario scenario = scenario("profiles.read-display-name", Map.of(), List.of());
        try (Workload workload = prepared(scenario)) {
            Operation operation = workload.operation("op");
            Operation.Turn turn = operation.next(who(1));
            assertThat(turn.request().headers().contains("X-Last-Write-Timestamp"))
                    .isFalse();
            MultiMap headers = MultiMap.caseInsensitiveMultiMap().set("X-Write-Timestamp", "seen");
            Buffer body = Buffer.buffer("{\"data\":{\"displayName\":\"n\"},\"etag\":\"\\\"here:1\\\"\"}");
            turn.settled(new Reception.Answered(1, 2, 200, headers, body), 1, false);
            assertThat(operation.next(who(1)).request().headers().get("X-Last-Write-Timestamp"))
                    .isEqualTo("seen");
            assertThat(operation.next(who(2)).request().headers().contains("X-Last-Write-Timestamp"))
                    .isFalse();
        }
    }

    @Test
    void anAnswerThatCannotBeReadIsToldAndBreaksNothing() throws Exception {
        Scenario scenario = scenario("profiles.read-display-name", Map.of(), List.of("read-your-writes"));
        try (Workload workload = prepared(scenario)) {
            Operation.Turn turn = workload.operation("op").next(who(1));
            turn.settled(
                    new Reception.Answered(1, 2, 200, MultiMap.caseInsensitiveMultiMap(), Buffer.buffer("<html>")),
                    1,
                    false);
            Finding finding = workload.check().getFirst();
            assertThat(finding.holds()).isFalse();
            assertThat(finding.note()).contains("1 answers");
        }
    }

    @Test
    void mistakesAreNamed() {
        assertThatThrownBy(() -> Workloads.of(scenario("payments.transfre", Map.of(), List.of()), vertx, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Workloads.of(scenario("nothing", Map.of(), List.of()), vertx, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Workloads.of(scenario("payments.transfer", Map.of("max", 1), List.of()), vertx, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(
                        () -> Workloads.of(scenario("payments.transfer", Map.of("amountMax", 0), List.of()), vertx, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        Workloads.of(scenario("catalog.read-product", Map.of("level", "best"), List.of()), vertx, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Workloads.of(scenario("http", Map.of(), List.of("luck")), vertx, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aProcessNeverGoesOnAfterAnUnknownEnd() {
        Sessionbook book = new Sessionbook();
        Session session = book.of("t", 1);
        Session.Asking first = session.begin();
        session.end(first, Event.Type.OK);
        Session.Asking second = session.begin();
        assertThat(second.process()).isEqualTo(first.process());
        Session.Asking meanwhile = session.begin();
        assertThat(meanwhile.process()).isNotEqualTo(second.process());
        session.end(second, Event.Type.INFO);
        assertThat(session.begin().process()).isNotIn(first.process(), meanwhile.process());
    }

    @Test
    void aTokenThatDoesNotCoverAnotherOneIsNotKept() {
        Session session = new Sessionbook().of("t", 1);
        Session.Asking one = session.begin();
        Session.Asking other = session.begin();
        assertThat(session.learn(one, "a")).isTrue();
        assertThat(session.learn(other, "b")).isFalse();
        assertThat(session.begin().token()).isEqualTo("a");
    }
}

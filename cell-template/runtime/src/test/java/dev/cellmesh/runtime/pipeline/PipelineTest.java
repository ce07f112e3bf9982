package dev.cellmesh.runtime.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.runtime.database.Deadline;
import dev.cellmesh.runtime.idempotency.IdempotencyKey;
import dev.cellmesh.runtime.identity.Caller;
import dev.cellmesh.runtime.problem.ProblemType;
import dev.cellmesh.runtime.service.Input;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PipelineTest {
    private final List<String> passed = new ArrayList<>();
    private final MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    private long nowNanos = 5_000_000_000L;

    private Exchange exchange() {
        Input input = new Input(
                "write", "POST", "/v1/x", "/v1/x", Map.of("tenant", "acme"), Map.of(), headers, new JsonObject());
        return new Exchange(input, TraceContext.continued(null, new Random(1)), nowNanos);
    }

    private Stage around(String name) {
        return (exchange, next) -> {
            passed.add("into " + name);
            return next.proceed().onComplete(done -> passed.add("out of " + name));
        };
    }

    private static Stage answers(int status) {
        return (exchange, next) -> Future.succeededFuture(Reply.json(status, new JsonObject()));
    }

    private static int status(Future<Reply> reply) {
        assertThat(reply.succeeded()).isTrue();
        return reply.result().status();
    }

    private static String outcome(Future<Reply> reply) {
        assertThat(reply.succeeded()).isTrue();
        return reply.result().outcome();
    }

    @Test
    void stagesStandAroundEachOtherInTheOrderOfTheList() {
        Pipeline pipeline = new Pipeline(List.of(around("a"), around("b"), answers(200)));
        assertThat(status(pipeline.run(exchange()))).isEqualTo(200);
        assertThat(passed).containsExactly("into a", "into b", "out of b", "out of a");
    }

    @Test
    void aRefusalEndsTheWay() {
        Pipeline pipeline = new Pipeline(List.of(around("a"), answers(403), around("b")));
        assertThat(status(pipeline.run(exchange()))).isEqualTo(403);
        assertThat(passed).containsExactly("into a", "out of a");
    }

    @Test
    void bugsAreAnsweredWhetherThrownOrFailedOrForgotten() {
        Stage throwing = (exchange, next) -> {
            throw new IllegalStateException("bug");
        };
        Stage failing = (exchange, next) -> Future.failedFuture("bug");
        for (Pipeline broken : List.of(
                new Pipeline(List.of(around("a"), throwing)),
                new Pipeline(List.of(around("a"), failing)),
                new Pipeline(List.of(around("a"))))) {
            assertThat(outcome(broken.run(exchange()))).isEqualTo(ProblemType.INTERNAL.slug());
        }
    }

    @Test
    void headersAreReadOrRefused() {
        Pipeline pipeline = new Pipeline(List.of(new WellFormedHeaders(), answers(200)));
        Exchange exchange = exchange();
        headers.set("Idempotency-Key", "\"k 1\"").set("If-Match", "\"3\"").set("X-Request-Deadline", "250");
        assertThat(outcome(pipeline.run(exchange))).isEqualTo(ProblemType.MALFORMED_REQUEST.slug());
        headers.set("Idempotency-Key", "\"k1\"");
        assertThat(status(pipeline.run(exchange))).isEqualTo(200);
        assertThat(exchange.key()).contains(new IdempotencyKey("k1"));
        assertThat(exchange.ifMatch().orElseThrow().version()).isEqualTo(3);
        assertThat(exchange.deadline().remainingMillis(nowNanos)).isEqualTo(250);
        headers.add("If-Match", "\"4\"");
        assertThat(outcome(pipeline.run(exchange))).isEqualTo(ProblemType.MALFORMED_REQUEST.slug());
    }

    @Test
    void deadlinesHaveADefaultAndALimit() {
        Pipeline pipeline = new Pipeline(List.of(new WellFormedHeaders(), answers(200)));
        Exchange without = exchange();
        assertThat(status(pipeline.run(without))).isEqualTo(200);
        assertThat(without.deadline().remainingMillis(nowNanos))
                .isEqualTo(WellFormedHeaders.DEADLINE_DEFAULT.toMillis());
        headers.set("X-Request-Deadline", "99999999");
        Exchange greedy = exchange();
        assertThat(status(pipeline.run(greedy))).isEqualTo(200);
        assertThat(greedy.deadline().remainingMillis(nowNanos)).isEqualTo(WellFormedHeaders.DEADLINE_MAX.toMillis());
        for (String bad : List.of("", "-1", "1.5", "+3", "1e3", "9999999999999999", "soon")) {
            headers.set("X-Request-Deadline", bad);
            assertThat(outcome(pipeline.run(exchange()))).isEqualTo(ProblemType.MALFORMED_REQUEST.slug());
        }
    }

    @Test
    void tenantsAndRolesAreHeldAgainstTheCaller() {
        Pipeline pipeline = new Pipeline(List.of(new TenantClaimed(), new RoleHeld("admin"), answers(200)));
        Exchange exchange = exchange();
        exchange.identifiedAs(new Caller("ann", Optional.of("bolt"), Set.of("admin")));
        assertThat(outcome(pipeline.run(exchange))).isEqualTo(ProblemType.WRONG_TENANT.slug());
        exchange.identifiedAs(new Caller("ann", Optional.empty(), Set.of("admin")));
        assertThat(outcome(pipeline.run(exchange))).isEqualTo(ProblemType.WRONG_TENANT.slug());
        exchange.identifiedAs(new Caller("ann", Optional.of("acme"), Set.of()));
        assertThat(outcome(pipeline.run(exchange))).isEqualTo(ProblemType.ROLE_NEEDED.slug());
        exchange.identifiedAs(new Caller("ann", Optional.of("acme"), Set.of("admin")));
        assertThat(status(pipeline.run(exchange))).isEqualTo(200);
    }

    @Test
    void admissionCountsRefusesAndDrains() {
        Admission admission = new Admission(1, () -> nowNanos);
        Promise<Reply> held = Promise.promise();
        Pipeline pipeline = new Pipeline(List.of(admission, (exchange, next) -> held.future()));
        Exchange exchange = exchange();
        exchange.dueAt(new Deadline(nowNanos + TimeUnit.SECONDS.toNanos(1)));
        Future<Reply> first = pipeline.run(exchange);
        assertThat(outcome(pipeline.run(exchange))).isEqualTo(ProblemType.OVERLOADED.slug());
        Future<Void> drained = admission.drain();
        assertThat(drained.isComplete()).isFalse();
        Future<Reply> refused = pipeline.run(exchange);
        assertThat(outcome(refused)).isEqualTo(ProblemType.DRAINING.slug());
        assertThat(refused.result().headers()).containsKey("Retry-After");
        held.complete(Reply.json(200, new JsonObject()));
        assertThat(status(first)).isEqualTo(200);
        assertThat(drained.succeeded()).isTrue();
        assertThat(admission.inFlight()).isZero();
    }

    @Test
    void aPassedDeadlineIsNotAdmitted() {
        Pipeline pipeline = new Pipeline(List.of(new Admission(1, () -> nowNanos), answers(200)));
        Exchange exchange = exchange();
        exchange.dueAt(new Deadline(nowNanos));
        assertThat(outcome(pipeline.run(exchange))).isEqualTo(ProblemType.DEADLINE_EXCEEDED.slug());
    }

    @Test
    void aKeyIsNeededAndInFlightOnceOnly() {
        Promise<Reply> held = Promise.promise();
        KeyClaimed claimed = new KeyClaimed("write"::equals, exchange -> "acme");
        Pipeline pipeline = new Pipeline(List.of(claimed, (exchange, next) -> held.future()));
        assertThat(outcome(pipeline.run(exchange()))).isEqualTo(ProblemType.IDEMPOTENCY_KEY_MISSING.slug());
        Exchange keyed = exchange();
        keyed.keyedBy(new IdempotencyKey("k1"));
        Future<Reply> first = pipeline.run(keyed);
        assertThat(outcome(pipeline.run(keyed))).isEqualTo(ProblemType.IDEMPOTENCY_IN_PROGRESS.slug());
        held.complete(Reply.json(200, new JsonObject()));
        assertThat(status(first)).isEqualTo(200);
        assertThat(status(pipeline.run(keyed))).isEqualTo(200);
    }

    @Test
    void aBugReleasesItsKeyAndItsPlace() {
        Admission admission = new Admission(1, () -> nowNanos);
        KeyClaimed claimed = new KeyClaimed("write"::equals, exchange -> "acme");
        Pipeline pipeline = new Pipeline(List.of(admission, claimed, (exchange, next) -> {
            throw new IllegalStateException("bug");
        }));
        Exchange keyed = exchange();
        keyed.keyedBy(new IdempotencyKey("k1"));
        keyed.dueAt(new Deadline(nowNanos + 1_000_000_000L));
        for (int i = 0; i < 2; i++) {
            assertThat(outcome(pipeline.run(keyed))).isEqualTo(ProblemType.INTERNAL.slug());
        }
        assertThat(admission.inFlight()).isZero();
    }
}

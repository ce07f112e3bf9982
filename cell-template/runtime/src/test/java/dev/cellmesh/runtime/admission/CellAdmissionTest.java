package dev.cellmesh.runtime.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.TenantId;
import dev.cellmesh.model.admission.Priority;
import dev.cellmesh.model.route.RouteSnapshot;
import dev.cellmesh.model.route.TenantRoute;
import dev.cellmesh.model.route.TenantStatus;
import dev.cellmesh.runtime.database.Deadline;
import dev.cellmesh.runtime.node.AdmissionSizes;
import dev.cellmesh.runtime.node.Weakness;
import dev.cellmesh.runtime.pipeline.Exchange;
import dev.cellmesh.runtime.pipeline.Pipeline;
import dev.cellmesh.runtime.pipeline.Reply;
import dev.cellmesh.runtime.pipeline.TraceContext;
import dev.cellmesh.runtime.problem.ProblemType;
import dev.cellmesh.runtime.service.Input;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CellAdmissionTest {
    private static final Region HERE = new Region(Nodes.REGION);
    private static final long MILLI = 1_000_000L;
    private static final Map<String, Work> WORKS = Map.of(
            "write", new Work("payments", Priority.CRITICAL),
            "read", new Work("payments", Priority.INTERACTIVE),
            "look", new Work("catalog", Priority.INTERACTIVE));
    /** A limit of 8: six for reads, six for one service, four for background. */
    private static final AdmissionSizes SIZES = new AdmissionSizes(8, 8, 2, 100, 5, 10);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Deque<Promise<Reply>> held = new ArrayDeque<>();
    private final List<Runnable> alarms = new ArrayList<>();
    private long nowNanos = 5_000 * MILLI;
    private CellAdmission admission = admission(WORKS);

    private CellAdmission admission(Map<String, Work> works, Weakness... without) {
        return new CellAdmission(
                Nodes.cell(Nodes.sizes(100, SIZES), Set.of(without), meters, () -> nowNanos),
                works,
                (millis, then) -> alarms.add(then));
    }

    private Future<Reply> ask(String operation) {
        return ask(operation, MultiMap.caseInsensitiveMultiMap(), 1_000);
    }

    private Future<Reply> ask(String operation, MultiMap headers, long deadlineMillis) {
        return ask("acme", operation, headers, deadlineMillis);
    }

    private Future<Reply> ask(String tenant, String operation, MultiMap headers, long deadlineMillis) {
        Input input = new Input(operation, "GET", "/", "/", Map.of(), Map.of(), headers, new JsonObject());
        Exchange exchange = new Exchange(input, TraceContext.continued(null, new Random(1)), nowNanos);
        exchange.routedBy(
                RouteSnapshot.NONE,
                new TenantRoute(
                        new TenantId(tenant), HERE, TenantStatus.ACTIVE, Map.of(HERE, List.of(new CellId(HERE, 1)))));
        exchange.dueAt(Deadline.in(Duration.ofMillis(deadlineMillis), nowNanos));
        return new Pipeline(List.of(admission, (admitted, next) -> {
                    held.add(Promise.promise());
                    return held.getLast().future();
                }))
                .run(exchange);
    }

    private List<Future<Reply>> ask(int times, String operation) {
        List<Future<Reply>> all = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            all.add(ask(operation));
        }
        return all;
    }

    private void answerOne() {
        held.remove().complete(Reply.json(200, new JsonObject()));
    }

    private void passes(long millis) {
        nowNanos += millis * MILLI;
        List<Runnable> due = List.copyOf(alarms);
        alarms.clear();
        due.forEach(Runnable::run);
    }

    private static String outcome(Future<Reply> reply) {
        return reply.isComplete() ? reply.result().outcome() : "waits";
    }

    private double shed(Priority priority, Shed why) {
        return meters.get("cellmesh.admission.shed")
                .tags("class", priority.wireName(), "reason", why.wireName())
                .counter()
                .count();
    }

    @Test
    void aPlaceIsGivenBackAndTakenByWhoWaits() {
        List<Future<Reply>> all = new ArrayList<>(ask(3, "read"));
        all.addAll(ask(3, "look"));
        assertThat(admission.inFlight()).isEqualTo(6);
        Future<Reply> waiting = ask("read");
        assertThat(held).hasSize(6);
        answerOne();
        assertThat(held).hasSize(6);
        assertThat(admission.queued(Priority.INTERACTIVE)).isZero();
        held.forEach(promise -> promise.tryComplete(Reply.json(200, new JsonObject())));
        assertThat(outcome(waiting)).isEqualTo(Reply.OK);
        assertThat(admission.inFlight()).isZero();
    }

    @Test
    void theLessUrgentIsRefusedWhileTheUrgentIsLetIn() {
        ask(3, "read");
        ask(3, "look");
        List<Future<Reply>> reads = ask(3, "look");
        assertThat(reads.stream().map(CellAdmissionTest::outcome))
                .containsExactly("waits", "waits", ProblemType.OVERLOADED.slug());
        assertThat(shed(Priority.INTERACTIVE, Shed.FULL)).isEqualTo(1);
        ask(2, "write");
        assertThat(admission.inFlight()).isEqualTo(8);
        Future<Reply> write = ask("write");
        answerOne();
        assertThat(held).hasSize(8);
        assertThat(admission.queued(Priority.CRITICAL)).isZero();
        assertThat(admission.queued(Priority.INTERACTIVE)).isEqualTo(2);
        assertThat(outcome(write)).isEqualTo("waits");
    }

    @Test
    void whatAClientCallsBackgroundHasTheLeastRoom() {
        MultiMap background = MultiMap.caseInsensitiveMultiMap().add("Priority", "u=7");
        for (int i = 0; i < 6; i++) {
            ask("look", background, 1_000);
        }
        assertThat(admission.inFlight()).isEqualTo(4);
        assertThat(admission.queued(Priority.BACKGROUND)).isEqualTo(2);
        ask("read");
        assertThat(admission.inFlight()).isEqualTo(5);
    }

    @Test
    void aServiceLeavesRoomToOthers() {
        ask(6, "write");
        assertThat(outcome(ask("write"))).isEqualTo(ProblemType.OVERLOADED.slug());
        assertThat(shed(Priority.CRITICAL, Shed.SERVICE)).isEqualTo(1);
        assertThat(admission.queued(Priority.CRITICAL)).isZero();
    }

    @Test
    void aTenantLeavesRoomToOthersOfItsServiceOnceThereAreAny() {
        ask(5, "write");
        ask("other", "write", MultiMap.caseInsensitiveMultiMap(), 1_000);
        assertThat(admission.inFlight()).isEqualTo(6);
        answerOne();
        assertThat(outcome(ask("write"))).isEqualTo(ProblemType.OVERLOADED.slug());
        assertThat(shed(Priority.CRITICAL, Shed.TENANT)).isEqualTo(1);
        ask("other", "write", MultiMap.caseInsensitiveMultiMap(), 1_000);
        assertThat(admission.inFlight()).isEqualTo(6);
        assertThat(outcome(ask("look"))).as("of another service").isEqualTo("waits");
        assertThat(admission.queued(Priority.INTERACTIVE)).isZero();
    }

    @Test
    void aServiceThatIsAloneMayHaveAllAndSoMayOneWithoutBulkheads() {
        admission = admission(Map.of("write", new Work("payments", Priority.CRITICAL)));
        ask(8, "write");
        assertThat(admission.inFlight()).isEqualTo(8);
        admission = admission(WORKS, Weakness.BULKHEADS);
        ask(8, "write");
        assertThat(admission.inFlight()).isEqualTo(8);
    }

    @Test
    void whoWaitsTooLongIsRefusedThoughNobodyComes() {
        ask(3, "read");
        ask(3, "look");
        Future<Reply> waiting = ask("look");
        passes(99);
        assertThat(outcome(waiting)).isEqualTo("waits");
        passes(1);
        assertThat(outcome(waiting)).isEqualTo(ProblemType.OVERLOADED.slug());
        assertThat(waiting.result().headers()).containsKey(Reply.RETRY_AFTER);
        assertThat(shed(Priority.INTERACTIVE, Shed.WAITED)).isEqualTo(1);
        assertThat(alarms).isEmpty();
    }

    @Test
    void aDeadlineThatPassesInTheQueueIsNotWorkedFor() {
        ask(3, "read");
        ask(3, "look");
        Future<Reply> waiting = ask("look", MultiMap.caseInsensitiveMultiMap(), 50);
        nowNanos += 50 * MILLI;
        answerOne();
        assertThat(outcome(waiting)).isEqualTo(ProblemType.DEADLINE_EXCEEDED.slug());
        assertThat(held).hasSize(5);
    }

    @Test
    void aDeadlineThatHasPassedIsNotAdmitted() {
        assertThat(outcome(ask("write", MultiMap.caseInsensitiveMultiMap(), 0)))
                .isEqualTo(ProblemType.DEADLINE_EXCEEDED.slug());
        assertThat(held).isEmpty();
    }

    @Test
    void whoDrainsRefusesAndEndsWithTheLastAnswer() {
        ask(3, "read");
        ask(3, "look");
        Future<Reply> waiting = ask("look");
        Future<Void> drained = admission.drain();
        assertThat(outcome(waiting)).isEqualTo(ProblemType.DRAINING.slug());
        assertThat(outcome(ask("write"))).isEqualTo(ProblemType.DRAINING.slug());
        while (!held.isEmpty()) {
            assertThat(drained.isComplete()).isFalse();
            answerOne();
        }
        assertThat(drained.succeeded()).isTrue();
    }

    @Test
    void whoDrainsIdleIsDoneAtOnce() {
        assertThat(admission.drain().succeeded()).isTrue();
    }

    @Test
    void withoutItEverythingIsLetInThatHasTime() {
        admission = admission(WORKS, Weakness.ADMISSION);
        ask(500, "read");
        assertThat(admission.inFlight()).isEqualTo(500);
        assertThat(outcome(ask("read", MultiMap.caseInsensitiveMultiMap(), 0)))
                .isEqualTo(ProblemType.DEADLINE_EXCEEDED.slug());
        admission.drain();
        assertThat(outcome(ask("read"))).isEqualTo(ProblemType.DRAINING.slug());
    }

    @Test
    void whoIsAnsweredAtOnceLetsTheWholeQueueThrough() {
        ask(3, "read");
        ask(3, "look");
        ask(2, "look");
        List<Promise<Reply>> first = List.copyOf(held);
        held.clear();
        first.forEach(promise -> promise.complete(Reply.json(200, new JsonObject())));
        assertThat(held).hasSize(2);
        answerOne();
        answerOne();
        assertThat(admission.inFlight()).isZero();
    }

    @Test
    void aBugGivesItsPlaceBack() {
        ask("read");
        held.remove().fail(new IllegalStateException("bug"));
        assertThat(admission.inFlight()).isZero();
    }
}

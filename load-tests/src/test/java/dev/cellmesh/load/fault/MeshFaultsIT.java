package dev.cellmesh.load.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cellmesh.load.scenario.Scenario.TimedFault;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What does a timeline ask of a mesh that answers, and of one that refuses? */
class MeshFaultsIT {
    private static final int PATIENCE_SECONDS = 20;
    private static final FaultAction KILL_ONE =
            new FaultAction.KillCell(new FaultAction.CellChoice(Optional.of("west-c01"), List.of()));
    private static final FaultAction CUT = new FaultAction.CutLink(new FaultAction.Way("west", "east", true), false);

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Set<String> refused = ConcurrentHashMap.newKeySet();
    private final Promise<Void> secondOrder = Promise.promise();
    private Vertx vertx;
    private URI mesh;

    @BeforeEach
    void open() throws Exception {
        vertx = Vertx.vertx();
        HttpServer server = await(vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> {
                    String what = request.method() + " " + request.path();
                    if (what.equals("GET /status")) {
                        request.response().end(FaultPlanTest.STATUS.toBuffer());
                        return;
                    }
                    asked.add(what);
                    request.response()
                            .setStatusCode(refused.contains(what) ? 404 : 204)
                            .end();
                    if (asked.size() == 2) {
                        secondOrder.tryComplete();
                    }
                }))
                .listen(0, "127.0.0.1"));
        mesh = URI.create("http://127.0.0.1:" + server.actualPort());
    }

    @AfterEach
    void close() throws Exception {
        await(vertx.close());
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private MeshFaults faults(TimedFault... faults) {
        return new MeshFaults(vertx, new MeshAdmin(vertx, mesh), List.of(faults), Duration.ofMinutes(1), 1);
    }

    private static TimedFault atOnce(FaultAction action, Duration lasts) {
        return new TimedFault(Duration.ZERO, Optional.ofNullable(lasts), Optional.empty(), Optional.empty(), action);
    }

    @Test
    void whatBreaksIsHealedAfterItsTime() throws Exception {
        try (MeshFaults faults = faults(atOnce(KILL_ONE, Duration.ofMillis(5)))) {
            faults.start(System.nanoTime());
            await(secondOrder.future());
            await(faults.heal());
            assertThat(asked).containsExactly("POST /nodes/west-c01/kill", "POST /nodes/west-c01/start");
            assertThat(faults.marks()).hasSize(2).noneMatch(FaultTimeline.Mark::failed);
        }
    }

    @Test
    void theEndOfTheRunHealsWhatIsStillBrokenTheLastFirst() throws Exception {
        try (MeshFaults faults = faults(atOnce(KILL_ONE, null), atOnce(CUT, Duration.ofSeconds(50)))) {
            faults.start(System.nanoTime());
            await(secondOrder.future());
            await(faults.heal());
            assertThat(asked)
                    .hasSize(4)
                    .contains("DELETE /links/west/east", "POST /nodes/west-c01/start", "PUT /links/west/east");
            int size = asked.size();
            await(faults.heal());
            assertThat(asked).hasSize(size);
        }
    }

    @Test
    void whatWasNeverBrokenNeedsNoHealing() throws Exception {
        try (MeshFaults faults = faults(new TimedFault(
                Duration.ofSeconds(50), Optional.empty(), Optional.empty(), Optional.empty(), KILL_ONE))) {
            faults.start(System.nanoTime());
            await(faults.heal());
            assertThat(asked).isEmpty();
            assertThat(faults.marks()).isEmpty();
        }
    }

    @Test
    void aRefusalIsAFailedMark() throws Exception {
        refused.add("POST /nodes/west-c01/kill");
        try (MeshFaults faults = faults(atOnce(KILL_ONE, null), atOnce(CUT, null))) {
            faults.start(System.nanoTime());
            await(secondOrder.future());
            await(faults.heal());
            assertThat(faults.marks()).filteredOn(FaultTimeline.Mark::failed).hasSize(1);
        }
    }

    @Test
    void whatCannotBeHealedFailsTheHealing() throws Exception {
        refused.add("DELETE /links/west/east");
        try (MeshFaults faults = faults(atOnce(KILL_ONE, null), atOnce(CUT, null))) {
            faults.start(System.nanoTime());
            await(secondOrder.future());
            assertThatThrownBy(() -> await(faults.heal())).isNotNull();
            assertThat(faults.marks()).anyMatch(FaultTimeline.Mark::failed);
            assertThat(asked).contains("POST /nodes/west-c01/start");
        }
    }
}

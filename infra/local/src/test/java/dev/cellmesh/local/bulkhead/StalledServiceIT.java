package dev.cellmesh.local.bulkhead;

import static dev.cellmesh.testkit.cell.ThreeRegions.US;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.runtime.node.AdmissionSizes;
import dev.cellmesh.runtime.node.CellSizes;
import dev.cellmesh.runtime.node.ServiceSizes;
import dev.cellmesh.runtime.node.Weakness;
import dev.cellmesh.testkit.cell.ThreeRegions;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What do the other services of a cell notice when the database stands still for one of them? All services in one cell, real
 * tables, and one of payments' locked for everybody.
 */
class StalledServiceIT {
    private static final int SERVICES = 4;
    private static final int IN_FLIGHT_MAX = 8;
    private static final CellSizes SIZES = new CellSizes(
            SERVICES * IN_FLIGHT_MAX,
            new AdmissionSizes(2 * IN_FLIGHT_MAX, SERVICES * IN_FLIGHT_MAX, 128, 100, 5, 100),
            new ServiceSizes(IN_FLIGHT_MAX, 2, 1, ThreeRegions.pools(1, 4)),
            ThreeRegions.pools(1, 4));

    private static final int CALLS = 10;
    private static final long BOUND_NANOS = TimeUnit.SECONDS.toNanos(30);

    private static final JsonObject TEA = new JsonObject()
            .put("name", "Tea")
            .put("price", new JsonObject().put("amount", 250).put("currency", "EUR"));

    /** Clients of payments that come again and again, until they are told to stop. */
    private static final class Crowd implements AutoCloseable {
        private final ThreeRegions mesh;
        private final String account;
        private final AtomicBoolean gone = new AtomicBoolean();
        private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        private final List<Future<List<Integer>>> answers = new ArrayList<>();

        Crowd(ThreeRegions mesh, String account, int clients) {
            this.mesh = mesh;
            this.account = account;
            for (int client = 0; client < clients; client++) {
                boolean writes = client % 2 == 0;
                answers.add(threads.submit(() -> come(writes)));
            }
        }

        private List<Integer> come(boolean writes) throws Exception {
            List<Integer> heard = new ArrayList<>();
            while (!gone.get()) {
                heard.add((writes ? open(mesh) : mesh.get(US, "/accounts/" + account)).statusCode());
            }
            return heard;
        }

        /** All that they heard. */
        List<Integer> leave() throws Exception {
            gone.set(true);
            List<Integer> all = new ArrayList<>();
            for (Future<List<Integer>> each : answers) {
                all.addAll(each.get(60, TimeUnit.SECONDS));
            }
            return all;
        }

        @Override
        public void close() {
            gone.set(true);
            threads.close();
        }
    }

    private static HttpResponse<String> open(ThreeRegions mesh) throws Exception {
        return mesh.write(
                "POST", US, "/accounts", new JsonObject().put("currency", "EUR").put("openingBalance", 0));
    }

    private static String id(HttpResponse<String> created) {
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        return ThreeRegions.json(created).getJsonObject("data").getString("id");
    }

    /** One write and one read of each of the other services. */
    private static List<Integer> others(ThreeRegions mesh) throws Exception {
        String name = "/profiles/" + UUID.randomUUID() + "/display-name";
        String thread = "/documents/" + UUID.randomUUID() + "/comments";
        return List.of(
                mesh.write("POST", US, "/products", TEA).statusCode(),
                mesh.get(US, "/products").statusCode(),
                mesh.write("PUT", US, name, new JsonObject().put("displayName", "Ann"))
                        .statusCode(),
                mesh.get(US, name).statusCode(),
                mesh.write("POST", US, thread, new JsonObject().put("text", "hello"))
                        .statusCode(),
                mesh.get(US, thread).statusCode());
    }

    private static double inFlight(ThreeRegions mesh, String compartment) {
        return mesh.meters(US)
                .get("cellmesh.service.in.flight")
                .tag("service", compartment)
                .gauge()
                .value();
    }

    private static void awaitInFlight(ThreeRegions mesh, String compartment, double places) {
        long end = System.nanoTime() + BOUND_NANOS;
        while (inFlight(mesh, compartment) < places) {
            assertThat(System.nanoTime()).as("the stall fills the places").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    /** With all protections, and with nothing but bulkheads. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aStalledServiceFillsItsOwnPlacesAndTheOthersGoOn(boolean admission) throws Exception {
        try (ThreeRegions mesh = new ThreeRegions(SIZES, admission ? Set.of() : Set.of(Weakness.ADMISSION))) {
            String account = id(open(mesh));
            long accounts = mesh.number("SELECT count(*) FROM account");
            List<Integer> heard;
            try (Crowd crowd = new Crowd(mesh, account, IN_FLIGHT_MAX + SERVICES)) {
                mesh.whileLocked("account", () -> {
                    awaitInFlight(mesh, "payments", IN_FLIGHT_MAX);
                    for (int call = 0; call < CALLS; call++) {
                        assertThat(others(mesh)).allMatch(status -> status == 200 || status == 201);
                        assertThat(inFlight(mesh, "payments")).isLessThanOrEqualTo(IN_FLIGHT_MAX);
                    }
                    return null;
                });
                heard = crowd.leave();
            }
            assertThat(heard)
                    .as("refused, and never left in the dark")
                    .containsOnly(200, 201, 503)
                    .contains(503);
            assertThat(mesh.number("SELECT count(*) FROM account"))
                    .isEqualTo(accounts
                            + heard.stream().filter(status -> status == 201).count());
            assertThat(open(mesh).statusCode()).isEqualTo(201);
            for (String service : List.of("payments", "catalog", "profiles", "collab")) {
                assertThat(mesh.meters(US)
                                .get("cellmesh.database.connections")
                                .tag("service", service)
                                .gauges())
                        .isNotEmpty();
            }
        }
    }

    @Test
    void withoutBulkheadsAllServicesStandStill() throws Exception {
        int all = SERVICES * IN_FLIGHT_MAX;
        try (ThreeRegions mesh = new ThreeRegions(SIZES, Set.of(Weakness.BULKHEADS, Weakness.ADMISSION))) {
            String account = id(open(mesh));
            try (Crowd crowd = new Crowd(mesh, account, all + SERVICES)) {
                mesh.whileLocked("account", () -> {
                    awaitInFlight(mesh, "shared", all);
                    return assertThat(others(mesh)).contains(503);
                });
                crowd.leave();
            }
        }
    }
}

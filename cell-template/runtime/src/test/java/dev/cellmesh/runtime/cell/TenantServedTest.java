package dev.cellmesh.runtime.cell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.TenantId;
import dev.cellmesh.model.route.RouteSnapshot;
import dev.cellmesh.model.route.TenantRoute;
import dev.cellmesh.model.route.TenantStatus;
import dev.cellmesh.runtime.database.Deadline;
import dev.cellmesh.runtime.pipeline.Exchange;
import dev.cellmesh.runtime.pipeline.Pipeline;
import dev.cellmesh.runtime.pipeline.Reply;
import dev.cellmesh.runtime.pipeline.TraceContext;
import dev.cellmesh.runtime.problem.ProblemType;
import dev.cellmesh.runtime.route.RouteTable;
import dev.cellmesh.runtime.service.Input;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TenantServedTest {
    private static final Region HOME = new Region("us-east1");
    private static final Region ELSEWHERE = new Region("europe-west1");
    private static final CellId CELL = new CellId(HOME, 1);
    private static final TenantId ACME = new TenantId("acme");

    private final Routes routes = new Routes();
    private final MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    private final Vertx vertx = Vertx.vertx();
    private Deadline due = Deadline.in(Duration.ofSeconds(10), System.nanoTime());

    @AfterEach
    void stop() {
        vertx.close().await();
    }

    private static final class Routes implements RouteTable {
        private RouteSnapshot now = RouteSnapshot.NONE;
        private RouteSnapshot next = RouteSnapshot.NONE;
        private int refreshes;
        private Future<Void> refreshed = Future.succeededFuture();

        @Override
        public RouteSnapshot current() {
            return now;
        }

        @Override
        public Future<Void> loaded() {
            return Future.succeededFuture();
        }

        @Override
        public Future<Void> refresh() {
            refreshes++;
            now = next.isNewerThan(now) ? next : now;
            return refreshed;
        }

        @Override
        public Future<Void> refreshTo(long wanted) {
            return refresh();
        }

        @Override
        public void close() {}
    }

    private static RouteSnapshot snapshot(long epoch, TenantStatus status, CellId... cells) {
        Map<Region, List<CellId>> byRegion = Map.of(HOME, List.of(cells), ELSEWHERE, List.of(new CellId(ELSEWHERE, 4)));
        return new RouteSnapshot(epoch, Map.of(), Map.of(ACME, new TenantRoute(ACME, HOME, status, byRegion)));
    }

    private Reply ask(CellId cell) {
        Input input =
                new Input("read", "GET", "/x", "/x", Map.of("tenant", "acme"), Map.of(), headers, new JsonObject());
        Exchange exchange = new Exchange(input, TraceContext.continued(null, new Random(1)), 0);
        exchange.dueAt(due);
        Pipeline pipeline = new Pipeline(List.of(
                new TenantServed(cell, routes, vertx, System::nanoTime),
                (passed, next) -> Future.succeededFuture(Reply.json(
                        200, new JsonObject().put("home", passed.route().home().name())))));
        return pipeline.run(exchange).toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void anOwnedTenantPasses() {
        routes.now = snapshot(3, TenantStatus.ACTIVE, CELL);
        assertThat(ask(CELL).status()).isEqualTo(200);
    }

    @Test
    void anUnknownOneAndASuspendedOneDoNot() {
        assertThat(ask(CELL).outcome()).isEqualTo(ProblemType.UNKNOWN_TENANT.slug());
        routes.now = snapshot(3, TenantStatus.SUSPENDED, CELL);
        assertThat(ask(CELL).outcome()).isEqualTo(ProblemType.TENANT_SUSPENDED.slug());
        assertThat(routes.refreshes).isZero();
    }

    @Test
    void anotherCellIsNamedInThisRegionOrElseAtHome() {
        CellId second = new CellId(HOME, 2);
        routes.now = snapshot(3, TenantStatus.ACTIVE, second);
        assertThat(named(ask(CELL))).isEqualTo(second.toString());
        assertThat(named(ask(new CellId(ELSEWHERE, 1)))).isEqualTo("europe-west1-c04");
        assertThat(named(ask(new CellId(new Region("asia-southeast1"), 1)))).isEqualTo(second.toString());
    }

    private static String named(Reply reply) {
        assertThat(reply.outcome()).isEqualTo(ProblemType.MISDIRECTED.slug());
        JsonObject body = new JsonObject(reply.body());
        assertThat(body.getLong("routeEpoch")).isEqualTo(3);
        return body.getString("cell");
    }

    @Test
    void aTenantThatIsNewToTheCellIsFound() {
        routes.next = snapshot(9, TenantStatus.ACTIVE, CELL);
        headers.set(RouteTable.EPOCH_HEADER, "9");
        assertThat(routes.now.routeOf(ACME)).isEmpty();
        assertThat(ask(CELL).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3", "2", "-9", "", "nine", "9999999999999999999"})
    void anEdgeThatKnowsNoMoreAndOneThatCannotBeReadAreNot(String epoch) {
        routes.now = snapshot(3, TenantStatus.ACTIVE, new CellId(HOME, 2));
        headers.set(RouteTable.EPOCH_HEADER, epoch);
        assertThat(ask(CELL).outcome()).isEqualTo(ProblemType.MISDIRECTED.slug());
        assertThat(routes.refreshes).isZero();
    }

    @Test
    void anEdgeThatKnowsMoreIsHeardOnce() {
        routes.next = snapshot(9, TenantStatus.ACTIVE, CELL);
        headers.set(RouteTable.EPOCH_HEADER, "9");
        assertThat(ask(CELL).status()).isEqualTo(200);
        assertThat(routes.refreshes).isEqualTo(1);
        routes.now = snapshot(9, TenantStatus.ACTIVE, new CellId(HOME, 2));
        assertThat(ask(CELL).outcome()).isEqualTo(ProblemType.MISDIRECTED.slug());
        assertThat(routes.refreshes).isEqualTo(1);
    }

    /** Its way to the control plane is cut: the edge knows of a tenant that was created, or resumed, meanwhile. */
    @Test
    void aCellThatStaysBehindSaysNothingForGood() {
        headers.set(RouteTable.EPOCH_HEADER, "9");
        assertThat(ask(CELL).outcome()).isEqualTo(ProblemType.MISDIRECTED.slug());
        routes.now = snapshot(3, TenantStatus.SUSPENDED, CELL);
        assertThat(named(ask(CELL))).as("it does not know who").isNull();
        routes.next = snapshot(8, TenantStatus.SUSPENDED, CELL);
        assertThat(ask(CELL).outcome()).as("not far enough").isEqualTo(ProblemType.MISDIRECTED.slug());
        routes.next = snapshot(9, TenantStatus.SUSPENDED, CELL);
        assertThat(ask(CELL).outcome()).isEqualTo(ProblemType.TENANT_SUSPENDED.slug());
    }

    @Test
    void aSilentControlPlaneDoesNotOutlastTheDeadline() {
        routes.now = snapshot(3, TenantStatus.ACTIVE, new CellId(HOME, 2));
        routes.refreshed = Promise.<Void>promise().future();
        headers.set("X-Route-Epoch", "9");
        due = Deadline.in(Duration.ofMillis(20), System.nanoTime());
        assertThat(ask(CELL).outcome()).isEqualTo(ProblemType.DEADLINE_EXCEEDED.slug());
        due = Deadline.in(Duration.ZERO, System.nanoTime());
        assertThat(ask(CELL).outcome()).isEqualTo(ProblemType.DEADLINE_EXCEEDED.slug());
    }
}

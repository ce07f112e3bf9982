package dev.cellmesh.testkit.cell;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.TenantId;
import dev.cellmesh.model.consistency.RingId;
import dev.cellmesh.model.route.RouteSnapshot;
import dev.cellmesh.model.route.TenantRoute;
import dev.cellmesh.model.route.TenantStatus;
import dev.cellmesh.runtime.route.RouteTable;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Which routes do the cells of {@link ThreeRegions} know? Those of its two tenants, each in the one cell of every region. */
final class BelievedRoutes implements RouteTable {
    private volatile RouteSnapshot current = snapshot(1);

    void believeIn(long writerEpoch) {
        current = snapshot(writerEpoch);
    }

    @Override
    public RouteSnapshot current() {
        return current;
    }

    @Override
    public Future<Void> loaded() {
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> refresh() {
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> refreshTo(long wanted) {
        return refresh();
    }

    @Override
    public void close() {}

    private static RouteSnapshot snapshot(long writerEpoch) {
        Map<RingId, Long> writers =
                ThreeRegions.ALL.stream().collect(Collectors.toMap(RingId::of, region -> writerEpoch));
        writers.put(RingId.GLOBAL, 1L);
        return new RouteSnapshot(
                1,
                writers,
                Map.of(
                        ThreeRegions.TENANT, route(ThreeRegions.TENANT, ThreeRegions.US),
                        ThreeRegions.OTHER_TENANT, route(ThreeRegions.OTHER_TENANT, ThreeRegions.EU)));
    }

    private static TenantRoute route(TenantId tenant, Region home) {
        return new TenantRoute(
                tenant,
                home,
                TenantStatus.ACTIVE,
                ThreeRegions.ALL.stream()
                        .collect(Collectors.toMap(region -> region, region -> List.of(new CellId(region, 1)))));
    }
}

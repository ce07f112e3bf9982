package dev.cellmesh.model.route;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.TenantId;
import java.util.Map;
import java.util.Optional;

/**
 * Where does every tenant live, and who may write each home region's rows, as of one epoch?
 *
 * @param epoch grows with every change; of two snapshots the one with the higher epoch is right
 * @param writerEpochs the fencing token of each home region's current writer
 */
public record RouteSnapshot(long epoch, Map<Region, Long> writerEpochs, Map<TenantId, TenantRoute> tenants) {
    /** What a node knows before it has heard anything. */
    public static final RouteSnapshot NONE = new RouteSnapshot(0, Map.of(), Map.of());

    public RouteSnapshot {
        writerEpochs = Map.copyOf(writerEpochs);
        tenants = Map.copyOf(tenants);
    }

    public Optional<TenantRoute> routeOf(TenantId tenant) {
        return Optional.ofNullable(tenants.get(tenant));
    }

    public boolean isNewerThan(RouteSnapshot other) {
        return epoch > other.epoch;
    }
}

package dev.cellmesh.model.route;

import dev.cellmesh.model.TenantId;
import dev.cellmesh.model.consistency.RingId;
import java.util.Map;
import java.util.Optional;

/**
 * Where does every tenant live, and who may write each home region's rows, as of one epoch?
 *
 * @param epoch grows with every change; of two snapshots the one with the higher epoch is right
 * @param writerEpochs the fencing token of each ring's current writer
 */
public record RouteSnapshot(long epoch, Map<RingId, Long> writerEpochs, Map<TenantId, TenantRoute> tenants) {
    /** What a node knows before it has heard anything. */
    public static final RouteSnapshot NONE = new RouteSnapshot(0, Map.of(), Map.of());

    public RouteSnapshot {
        writerEpochs = Map.copyOf(writerEpochs);
        tenants = Map.copyOf(tenants);
    }

    public Optional<TenantRoute> routeOf(TenantId tenant) {
        return Optional.ofNullable(tenants.get(tenant));
    }

    /** Empty when nobody may write there. */
    public Optional<Long> writerEpoch(RingId ring) {
        return Optional.ofNullable(writerEpochs.get(ring));
    }

    public boolean isNewerThan(RouteSnapshot other) {
        return epoch > other.epoch;
    }
}

package dev.cellmesh.services.controlplane;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.placement.resize.Resize;
import dev.cellmesh.model.placement.resize.Stand;
import dev.cellmesh.model.placement.resize.Wait;
import dev.cellmesh.model.route.TenantRoute;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What is the next step of a tenant that is on its way to other cells? Pure. All that it needs is in the tenant's record, so
 * whichever control plane looks next goes on where the last one stopped.
 */
final class Resizing {
    static final String ACTION = "tenant.resize-step";

    private Resizing() {}

    /**
     * The next step of each tenant that may take one now, as one change.
     *
     * @param most of them; the others come with the next change
     * @return empty when there is nothing to do, or not yet
     */
    static Optional<Decision> step(Occasion occasion, Wait.News news, int most) {
        List<TenantRecord> before = new ArrayList<>();
        List<TenantRecord> after = new ArrayList<>();
        for (TenantRecord tenant : occasion.state().tenants().values()) {
            if (tenant.placing().isUnderWay() && after.size() < most) {
                next(tenant.route(), tenant.placing().target())
                        .filter(next -> next.step().before().isOver(tenant.changedEpoch(), news))
                        .findFirst()
                        .ifPresent(next -> {
                            before.add(tenant);
                            after.add(changed(occasion, tenant, next));
                        });
            }
        }
        return switch (after.size()) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(occasion.changed(before.getFirst(), after.getFirst(), ACTION));
            default -> Optional.of(occasion.changed(before, after, ACTION));
        };
    }

    static boolean isThere(TenantRoute route, Map<Region, List<CellId>> target) {
        return next(route, target).findAny().isEmpty();
    }

    private record Next(Region region, Resize.Step step) {}

    /** Of each region that is on its way: one whose cells are silent does not hold up the others. */
    private static Stream<Next> next(TenantRoute route, Map<Region, List<CellId>> target) {
        return new TreeMap<>(target)
                .entrySet().stream()
                        .flatMap(entry -> Resize.next(stand(route, entry.getKey()), entry.getValue())
                                .map(step -> new Next(entry.getKey(), step))
                                .stream());
    }

    private static Stand stand(TenantRoute route, Region region) {
        List<CellId> serving = route.cellsIn(region);
        List<CellId> accepting = Stream.concat(
                        serving.stream(), route.alsoAccepting().getOrDefault(region, List.of()).stream())
                .toList();
        return new Stand(serving, accepting);
    }

    private static TenantRecord changed(Occasion occasion, TenantRecord tenant, Next next) {
        TenantRoute route = after(tenant.route(), next);
        boolean isThere = isThere(route, tenant.placing().target());
        return tenant.changed(route, isThere ? tenant.placing().arrived() : tenant.placing(), occasion);
    }

    private static TenantRoute after(TenantRoute route, Next next) {
        Stand stand = next.step().after();
        Map<Region, List<CellId>> serving = new TreeMap<>(route.cells());
        if (!stand.serving().isEmpty()) {
            serving.put(next.region(), stand.serving());
        }
        Map<Region, List<CellId>> alsoAccepting = new TreeMap<>(route.alsoAccepting());
        List<CellId> more = new ArrayList<>(stand.accepting());
        more.removeAll(stand.serving());
        if (more.isEmpty()) {
            alsoAccepting.remove(next.region());
        } else {
            alsoAccepting.put(next.region(), more);
        }
        return new TenantRoute(route.tenant(), route.home(), route.status(), serving, alsoAccepting, route.plan());
    }
}

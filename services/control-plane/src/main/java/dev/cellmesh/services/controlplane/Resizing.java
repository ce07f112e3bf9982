package dev.cellmesh.services.controlplane;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.placement.resize.Resize;
import dev.cellmesh.model.placement.resize.Stand;
import dev.cellmesh.model.placement.resize.Wait;
import dev.cellmesh.model.route.TenantRoute;
import dev.cellmesh.runtime.service.Answer;
import java.time.Instant;
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

    /** @return empty when there is nothing to do, or not yet */
    static Optional<Decision> step(MeshState state, TenantRecord tenant, Wait.News news, String actor, Instant at) {
        return next(tenant.route(), tenant.placing().target())
                .filter(next -> next.step().before().isOver(tenant.changedEpoch(), news))
                .map(next -> decision(state, tenant, next, actor, at));
    }

    static boolean isThere(TenantRoute route, Map<Region, List<CellId>> target) {
        return next(route, target).isEmpty();
    }

    private record Next(Region region, Resize.Step step) {}

    /** One region after the other. */
    private static Optional<Next> next(TenantRoute route, Map<Region, List<CellId>> target) {
        for (Map.Entry<Region, List<CellId>> entry : new TreeMap<>(target).entrySet()) {
            Region region = entry.getKey();
            Optional<Resize.Step> step = stand(route, region).flatMap(stand -> Resize.next(stand, entry.getValue()));
            if (step.isPresent()) {
                return step.map(present -> new Next(region, present));
            }
        }
        return Optional.empty();
    }

    /** Empty in a region that is younger than the tenant. */
    private static Optional<Stand> stand(TenantRoute route, Region region) {
        List<CellId> serving = route.cellsIn(region);
        List<CellId> accepting = Stream.concat(
                        serving.stream(), route.alsoAccepting().getOrDefault(region, List.of()).stream())
                .toList();
        return serving.isEmpty() ? Optional.empty() : Optional.of(new Stand(serving, accepting));
    }

    private static Decision decision(MeshState state, TenantRecord tenant, Next next, String actor, Instant at) {
        TenantRoute route = after(tenant.route(), next);
        Placing placing =
                isThere(route, tenant.placing().target()) ? tenant.placing().arrived() : tenant.placing();
        TenantRecord changed = tenant.changed(route, placing, state.epoch() + 1, at);
        AuditEntry audit = AuditEntry.following(
                state,
                at,
                actor,
                ACTION,
                tenant.id().value(),
                tenant.toJson().encode(),
                changed.toJson().encode());
        return new Decision(state, new Answer(200, changed.toJson()), Optional.of(new Decision.Change(changed, audit)));
    }

    private static TenantRoute after(TenantRoute route, Next next) {
        Stand stand = next.step().after();
        Map<Region, List<CellId>> serving = new TreeMap<>(route.cells());
        serving.put(next.region(), stand.serving());
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

package dev.cellmesh.services.edge;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.route.TenantRoute;
import dev.cellmesh.services.edge.health.CellPicker;
import dev.cellmesh.services.edge.health.Traffic;
import dev.cellmesh.services.edge.health.TrafficClass;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which cell does one request go to next? One of the nearest region that may serve it, and of the next region when all nearer
 * cells were tried or do not answer.
 */
final class CellChoice {
    private final CellPicker picker;
    private final Region own;
    private final List<Region> byNearness;
    private final Reach reach;
    private final TrafficClass kind;
    private final Set<CellId> tried = new HashSet<>();

    private TenantRoute route;
    private List<Region> regions;

    /** @param byNearness all regions, the preferred one first */
    CellChoice(
            CellPicker picker, Region own, List<Region> byNearness, Reach reach, TrafficClass kind, TenantRoute route) {
        this.picker = picker;
        this.own = own;
        this.byNearness = byNearness;
        this.reach = reach;
        this.kind = kind;
        use(route);
    }

    private void use(TenantRoute newRoute) {
        route = newRoute;
        regions = reach.regions(own, byNearness, newRoute);
    }

    TenantRoute route() {
        return route;
    }

    /** Whose request it is, for those that compare how cells do. */
    Traffic traffic() {
        return new Traffic(route.tenant(), route.home(), kind);
    }

    /** The last one that could have served it: the one to name when none does. */
    Region lastRegion() {
        return regions.getLast();
    }

    /** Never one twice; empty when all were tried. */
    Optional<CellId> next() {
        Optional<CellId> anyway = Optional.empty();
        for (Region region : regions) {
            Optional<CellId> cell = picker.pick(route.cellsIn(region), tried, kind.isRead());
            if (cell.isPresent() && !isOut(cell.get())) {
                tried.add(cell.get());
                return cell;
            }
            anyway = anyway.or(() -> cell);
        }
        if (tried.isEmpty()) {
            anyway.ifPresent(picker::panicked);
        }
        anyway.ifPresent(tried::add);
        return anyway;
    }

    /** Of the tenant, in every region. */
    List<CellId> all() {
        return route.cells().values().stream().flatMap(List::stream).toList();
    }

    /** A cell of this very region that nothing is wrong with, and that was not tried; empty when there is none. */
    Optional<CellId> another(Region region) {
        Optional<CellId> cell =
                picker.pick(route.cellsIn(region), tried, kind.isRead()).filter(each -> !isOut(each));
        cell.ifPresent(tried::add);
        return cell;
    }

    /** Whether the request is better off at a cell of another region. */
    boolean isOut(CellId cell) {
        return picker.isOut(cell, kind.isRead());
    }

    boolean isExhausted() {
        return regions.stream().allMatch(region -> tried.containsAll(route.cellsIn(region)));
    }

    /** Begins anew with other routes, but for the cell that did not want the request, unless it is the only one. */
    void reroute(TenantRoute newRoute, CellId refusedBy) {
        use(newRoute);
        tried.clear();
        if (regions.stream().mapToInt(region -> route.cellsIn(region).size()).sum() > 1) {
            tried.add(refusedBy);
        }
    }
}

package dev.cellmesh.services.controlplane;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.placement.Placement;
import dev.cellmesh.model.placement.PlacementOutcome;
import dev.cellmesh.model.placement.Wish;
import dev.cellmesh.model.route.TenantRoute;
import dev.cellmesh.model.route.TenantStatus;
import dev.cellmesh.runtime.pipeline.Reply;
import dev.cellmesh.runtime.problem.Problem;
import dev.cellmesh.runtime.problem.ProblemType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Which tenants live in which cells from now on? New ones get a place at once, others a target that they go to step by step. */
final class Housing {
    /** Each change sends all routes to each node: at this many some 3 MB of JSON, and some 30 ms to encode them. */
    static final int TENANTS_MAX = 10_000;

    /** Of one decision: placing them takes some 10 ms of the event loop that also answers the nodes. */
    static final int MOVES_MAX = 50;

    private static final String MOVE = "tenant.leave-drained";

    /** The control plane registers its cells when it starts. */
    private static final int RETRY_AFTER_SECONDS = 1;

    private final Placement placement;
    private final int zones;

    Housing(Placement placement, int zones) {
        this.placement = placement;
        this.zones = zones;
    }

    /** What placing a tenant came to. */
    private sealed interface Housed {
        record In(TenantRecord tenant) implements Housed {}

        record Nowhere(Problem problem) implements Housed {}
    }

    Decision create(Occasion occasion, TenantCommand.Create command) {
        return switch (housed(occasion, draft(occasion), command)) {
            case Housed.In in -> occasion.created(in.tenant(), command.action());
            case Housed.Nowhere nowhere -> occasion.refused(nowhere.problem());
        };
    }

    Decision create(Occasion occasion, CreateTenants command) {
        Draft draft = draft(occasion);
        for (TenantCommand.Create each : command.tenants()) {
            switch (housed(occasion, draft, each)) {
                case Housed.In in -> draft.accept(in.tenant());
                case Housed.Nowhere nowhere -> {
                    return occasion.refused(
                            nowhere.problem().with("tenant", each.tenant().value()));
                }
            }
        }
        return occasion.changed(List.of(), draft.accepted(), command.action());
    }

    private Housed housed(Occasion occasion, Draft draft, TenantCommand.Create command) {
        if (draft.knows(command.tenant())) {
            return new Housed.Nowhere(Problem.of(ProblemType.ALREADY_EXISTS, "A tenant with this id is there already.")
                    .with("tenant", command.tenant().value()));
        }
        if (draft.membership().cells().isEmpty()) {
            return new Housed.Nowhere(
                    Problem.of(ProblemType.REGION_UNAVAILABLE, "No cell is registered yet: the mesh is only starting.")
                            .with("region", command.home().name())
                            .with(Reply.RETRY_AFTER_FIELD, RETRY_AFTER_SECONDS));
        }
        if (!draft.membership().cells().containsKey(command.home())) {
            return new Housed.Nowhere(Problem.of(ProblemType.UNKNOWN_REGION, "No region of this name has cells.")
                    .with("region", command.home().name()));
        }
        if (draft.tenants() >= TENANTS_MAX) {
            return new Housed.Nowhere(
                    Problem.of(ProblemType.QUOTA_EXCEEDED, "The mesh has as many tenants as it can route."));
        }
        return switch (draft.place(command.tenant(), command.wish())) {
            case PlacementOutcome.Placed placed -> {
                TenantRoute route = new TenantRoute(
                        command.tenant(),
                        command.home(),
                        TenantStatus.ACTIVE,
                        placed.cells(),
                        Map.of(),
                        command.plan());
                Placing placing = Placing.of(command.wish(), placed, Map.of());
                yield new Housed.In(
                        new TenantRecord(route, placing, 1, occasion.nextEpoch(), occasion.at(), occasion.at()));
            }
            case PlacementOutcome.NoPlace none -> new Housed.Nowhere(problem(none));
        };
    }

    Decision resize(Occasion occasion, TenantRecord tenant, TenantCommand.Resize command) {
        Wish wish = command.wish().orElse(tenant.placing().wish());
        return switch (draft(occasion).move(tenant, wish, command.leave())) {
            case PlacementOutcome.Placed placed ->
                going(occasion, tenant, wish, placed)
                        .map(changed -> occasion.changed(tenant, changed, command.action()))
                        .orElseGet(() -> occasion.unchanged(tenant.toJson()));
            case PlacementOutcome.NoPlace none -> occasion.refused(problem(none));
        };
    }

    /**
     * Gives a target to tenants that have cells which are drained, or are on their way to some, and to those that once got too few, now
     * that there are more. Those that cannot leave stay: pinned ones,
     * and dedicated ones for which too few other cells are empty, which are no more than there are cells; and all while no open cell
     * of the region was heard from. Nobody gets a silent cell, and nobody anything before it is known which those are.
     */
    Optional<Decision> settle(Occasion occasion, Presence presence) {
        MeshState state = occasion.state();
        Set<CellId> open = state.cells().values().stream()
                .filter(cell -> !cell.drained() && !presence.isSilent(cell.id()))
                .map(CellRecord::id)
                .collect(Collectors.toSet());
        Set<Region> reachable = open.stream().map(CellId::region).collect(Collectors.toSet());
        List<CellId> drained = state.drained().stream()
                .filter(cell -> reachable.contains(cell.region()))
                .toList();
        if (!presence.isKnown()) {
            return Optional.empty();
        }
        Set<CellId> shut = new TreeSet<>(state.cells().keySet());
        shut.removeAll(open);
        Draft draft = new Draft(state, placement, state.membership(zones).drained(shut));
        List<TenantRecord> before = new ArrayList<>();
        for (TenantRecord tenant : occasion.state().tenants().values()) {
            Set<CellId> leave = drained.stream()
                    .filter(cell -> !tenant.placing().isPinnedTo(cell))
                    .collect(Collectors.toCollection(TreeSet::new));
            if (before.size() < MOVES_MAX && (leave.stream().anyMatch(tenant::isGoingTo) || draft.isShort(tenant))) {
                Wish wish = tenant.placing().wish();
                Optional<TenantRecord> moved = draft.move(tenant, wish, leave) instanceof PlacementOutcome.Placed placed
                        ? going(occasion, tenant, wish, placed)
                        : Optional.empty();
                moved.ifPresent(record -> {
                    before.add(tenant);
                    draft.accept(record);
                });
            }
        }
        return before.isEmpty() ? Optional.empty() : Optional.of(occasion.changed(before, draft.accepted(), MOVE));
    }

    private Draft draft(Occasion occasion) {
        return new Draft(occasion.state(), placement, occasion.state().membership(zones));
    }

    /** Empty when it is there, or on its way there, already. */
    private static Optional<TenantRecord> going(
            Occasion occasion, TenantRecord tenant, Wish wish, PlacementOutcome.Placed placed) {
        Placing onTheWay = Placing.of(wish, placed, placed.cells());
        Placing placing = Resizing.isThere(tenant.route(), placed.cells()) ? onTheWay.arrived() : onTheWay;
        return placing.agreesWith(tenant.placing())
                ? Optional.empty()
                : Optional.of(tenant.changed(tenant.route(), placing, occasion));
    }

    private static Problem problem(PlacementOutcome.NoPlace none) {
        Problem problem = switch (none.why()) {
            case NO_SUCH_CELL -> Problem.of(ProblemType.UNKNOWN_CELL, "A pinned cell is not in the mesh.");
            case CELL_DRAINED -> Problem.of(ProblemType.CELL_CLOSED, "A pinned cell is drained: it takes nobody.");
            case CELL_DEDICATED -> Problem.of(ProblemType.CELL_CLOSED, "A pinned cell is another tenant's alone.");
            case TOO_FEW_FREE_CELLS ->
                Problem.of(
                        ProblemType.QUOTA_EXCEEDED, "Too many cells of a region are drained, or have tenants already.");
        };
        return problem.with("region", none.region().name());
    }
}

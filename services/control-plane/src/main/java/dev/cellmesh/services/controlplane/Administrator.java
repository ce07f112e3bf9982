package dev.cellmesh.services.controlplane;

import dev.cellmesh.model.placement.Placement;
import dev.cellmesh.model.route.TenantStatus;
import dev.cellmesh.runtime.problem.Problem;
import dev.cellmesh.runtime.problem.ProblemType;
import dev.cellmesh.runtime.service.IfMatch;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** What comes of a command? Pure: the same state, presence, command, actor and time give the same bytes. */
final class Administrator {
    private final Housing housing;
    private final int zones;

    /** @param zones that cells are numbered through in each region, from 1 */
    Administrator(Placement placement, int zones) {
        this.housing = new Housing(placement, zones);
        this.zones = zones;
    }

    /** @param at in whole milliseconds */
    Decision decide(MeshState state, Presence presence, AdminCommand command, String actor, Instant at) {
        Occasion occasion = new Occasion(state, actor, at);
        return switch (command) {
            case TenantCommand.Create create -> housing.create(occasion, create);
            case CreateTenants create -> housing.create(occasion, create);
            case TenantCommand.Suspend suspend ->
                of(occasion, suspend, suspend.ifMatch(), false, tenant -> turn(occasion, suspend, tenant));
            case TenantCommand.Resume resume ->
                of(occasion, resume, resume.ifMatch(), true, tenant -> turn(occasion, resume, tenant));
            case TenantCommand.Resize resize ->
                of(occasion, resize, resize.ifMatch(), true, tenant -> housing.resize(occasion, tenant, resize));
            case TenantCommand.SetPlan plan ->
                of(occasion, plan, plan.ifMatch(), true, tenant -> setPlan(occasion, tenant, plan));
            case CellCommand.Drain drain -> of(occasion, drain, false, cell -> drain(occasion, presence, cell, drain));
            case CellCommand.Undrain undrain ->
                of(occasion, undrain, true, cell -> turn(occasion, cell, undrain, false));
        };
    }

    /**
     * A next step of what was decided before: tenants leave cells that are drained, and get the cells that they are short of. Empty when
     * none has to, or can.
     */
    Optional<Decision> settle(MeshState state, Presence presence, String actor, Instant at) {
        return housing.settle(new Occasion(state, actor, at), presence);
    }

    private static Decision of(
            Occasion occasion,
            TenantCommand command,
            Optional<IfMatch> ifMatch,
            boolean needed,
            Function<TenantRecord, Decision> decide) {
        TenantRecord tenant = occasion.state().tenants().get(command.tenant());
        return tenant == null
                ? occasion.refused(Problem.of(ProblemType.UNKNOWN_ENTITY, "There is no tenant with this id."))
                : occasion.precondition(ifMatch, needed, tenant.version()).orElseGet(() -> decide.apply(tenant));
    }

    private static Decision of(
            Occasion occasion, CellCommand command, boolean needed, Function<CellRecord, Decision> decide) {
        CellRecord cell = occasion.state().cells().get(command.cell());
        return cell == null
                ? occasion.refused(Problem.of(ProblemType.UNKNOWN_ENTITY, "There is no cell of this name."))
                : occasion.precondition(command.ifMatch(), needed, cell.version())
                        .orElseGet(() -> decide.apply(cell));
    }

    private static Decision turn(Occasion occasion, TenantCommand command, TenantRecord tenant) {
        TenantStatus to = command instanceof TenantCommand.Suspend ? TenantStatus.SUSPENDED : TenantStatus.ACTIVE;
        return tenant.route().status() == to
                ? occasion.unchanged(tenant.toJson())
                : occasion.changed(tenant, tenant.withStatus(to, occasion), command.action());
    }

    private static Decision setPlan(Occasion occasion, TenantRecord tenant, TenantCommand.SetPlan command) {
        return tenant.route().plan().equals(command.plan())
                ? occasion.unchanged(tenant.toJson())
                : occasion.changed(tenant, tenant.withPlan(command.plan(), occasion), command.action());
    }

    /**
     * Never the last one that is open: its tenants would have nowhere to go, and new ones neither. A silent one is no place to go to. Soon
     * after the start none is known to be silent; the tenants then wait until another cell was heard from.
     */
    private Decision drain(Occasion occasion, Presence presence, CellRecord cell, CellCommand.Drain command) {
        boolean isLast = occasion.state().cells().values().stream()
                .noneMatch(other -> other.id().region().equals(cell.id().region())
                        && !other.id().equals(cell.id())
                        && !other.drained()
                        && !presence.isSilent(other.id()));
        return isLast && !cell.drained()
                ? occasion.refused(Problem.of(
                                ProblemType.LAST_OPEN_CELL,
                                "Every other cell of the region is drained already, or was not heard from lately.")
                        .with("region", cell.id().region().name()))
                : turn(occasion, cell, command, true);
    }

    private Decision turn(Occasion occasion, CellRecord cell, CellCommand command, boolean drained) {
        return cell.drained() == drained
                ? occasion.unchanged(CellView.of(occasion.state(), cell, zones).toJson())
                : occasion.changed(cell, cell.drained(drained, occasion.at()), zones, command.action());
    }
}

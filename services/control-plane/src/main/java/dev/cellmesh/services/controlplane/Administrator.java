package dev.cellmesh.services.controlplane;

import dev.cellmesh.model.placement.Membership;
import dev.cellmesh.model.placement.Placement;
import dev.cellmesh.model.placement.PlacementOutcome;
import dev.cellmesh.model.placement.Wish;
import dev.cellmesh.model.route.TenantRoute;
import dev.cellmesh.model.route.TenantStatus;
import dev.cellmesh.runtime.pipeline.Reply;
import dev.cellmesh.runtime.problem.Problem;
import dev.cellmesh.runtime.problem.ProblemType;
import dev.cellmesh.runtime.service.Answer;
import dev.cellmesh.runtime.service.IfMatch;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** What comes of a command? Pure: the same state, command, actor and time give the same bytes. */
final class Administrator {
    /** Each change sends all routes to each node: at this many some 3 MB of JSON, and some 30 ms to encode them. */
    static final int TENANTS_MAX = 10_000;

    /** The control plane registers its cells when it starts. */
    private static final int RETRY_AFTER_SECONDS = 1;

    private final Placement placement;

    Administrator(Placement placement) {
        this.placement = placement;
    }

    /** @param at in whole milliseconds */
    Decision decide(MeshState state, TenantCommand command, String actor, Instant at) {
        return switch (command) {
            case TenantCommand.Create create -> create(state, create, actor, at);
            case TenantCommand.Suspend suspend ->
                turn(state, suspend, suspend.ifMatch(), TenantStatus.SUSPENDED, actor, at);
            case TenantCommand.Resize resize -> resize(state, resize, actor, at);
            case TenantCommand.Resume resume -> turn(state, resume, resume.ifMatch(), TenantStatus.ACTIVE, actor, at);
        };
    }

    private Decision create(MeshState state, TenantCommand.Create command, String actor, Instant at) {
        if (state.tenants().containsKey(command.tenant())) {
            return refused(
                    state,
                    Problem.of(ProblemType.ALREADY_EXISTS, "A tenant with this id is there already.")
                            .with("tenant", command.tenant().value()));
        }
        if (state.cells().isEmpty()) {
            return refused(
                    state,
                    Problem.of(ProblemType.REGION_UNAVAILABLE, "No cell is registered yet: the mesh is only starting.")
                            .with("region", command.home().name())
                            .with(Reply.RETRY_AFTER_FIELD, RETRY_AFTER_SECONDS));
        }
        if (!state.membership().cells().containsKey(command.home())) {
            return refused(
                    state,
                    Problem.of(ProblemType.UNKNOWN_REGION, "No region of this name has cells.")
                            .with("region", command.home().name()));
        }
        if (state.tenants().size() >= TENANTS_MAX) {
            return refused(
                    state, Problem.of(ProblemType.QUOTA_EXCEEDED, "The mesh has as many tenants as it can route."));
        }
        return switch (placement.place(state.membership(), state.seating(), command.tenant(), Wish.NONE)) {
            case PlacementOutcome.Placed placed -> {
                TenantRoute route =
                        new TenantRoute(command.tenant(), command.home(), TenantStatus.ACTIVE, placed.cells());
                Placing placing = Placing.of(OptionalInt.empty(), placed, Map.of());
                TenantRecord created = new TenantRecord(route, placing, 1, state.epoch() + 1, at, at);
                yield changed(state, 201, command, Optional.empty(), created, actor, at);
            }
            case PlacementOutcome.NoPlace full -> full(state, full);
        };
    }

    private static Decision full(MeshState state, PlacementOutcome.NoPlace full) {
        return refused(
                state,
                Problem.of(ProblemType.QUOTA_EXCEEDED, "Every cell of a region is drained or another tenant's.")
                        .with("region", full.region().name()));
    }

    private Decision resize(MeshState state, TenantCommand.Resize command, String actor, Instant at) {
        Optional<Decision> refusal = refusal(state, command, command.ifMatch());
        if (refusal.isPresent()) {
            return refusal.get();
        }
        TenantRecord tenant = state.tenants().get(command.tenant());
        Wish wish = new Wish.Shuffled(command.cellsPerRegion());
        Membership membership = state.membership().drained(command.leave());
        return switch (placement.place(membership, state.seatingWithout(tenant, command.leave()), tenant.id(), wish)) {
            case PlacementOutcome.Placed placed -> {
                Placing onTheWay = Placing.of(command.cellsPerRegion(), placed, placed.cells());
                Placing placing = Resizing.isThere(tenant.route(), placed.cells()) ? onTheWay.arrived() : onTheWay;
                yield placing.agreesWith(tenant.placing())
                        ? new Decision(state, new Answer(200, tenant.toJson()), Optional.empty())
                        : changed(
                                state,
                                200,
                                command,
                                Optional.of(tenant),
                                tenant.changed(tenant.route(), placing, state.epoch() + 1, at),
                                actor,
                                at);
            }
            case PlacementOutcome.NoPlace full -> full(state, full);
        };
    }

    /** Unknown, or not as it was seen. */
    private static Optional<Decision> refusal(MeshState state, TenantCommand command, Optional<IfMatch> ifMatch) {
        TenantRecord tenant = state.tenants().get(command.tenant());
        if (tenant == null) {
            return Optional.of(
                    refused(state, Problem.of(ProblemType.UNKNOWN_ENTITY, "There is no tenant with this id.")));
        }
        if (ifMatch.isEmpty() && !(command instanceof TenantCommand.Suspend)) {
            return Optional.of(refused(
                    state,
                    Problem.of(
                            ProblemType.PRECONDITION_REQUIRED,
                            "This changes what somebody decided: send If-Match with the ETag that you have seen.")));
        }
        if (ifMatch.isPresent() && ifMatch.get().version() != tenant.version()) {
            return Optional.of(refused(
                    state,
                    Problem.of(ProblemType.VERSION_CONFLICT, "The tenant has changed since: read it again.")
                            .with("currentVersion", tenant.version())
                            .with("providedVersion", ifMatch.get().provided())));
        }
        return Optional.empty();
    }

    private static Decision turn(
            MeshState state,
            TenantCommand command,
            Optional<IfMatch> ifMatch,
            TenantStatus to,
            String actor,
            Instant at) {
        Optional<Decision> refusal = refusal(state, command, ifMatch);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        TenantRecord tenant = state.tenants().get(command.tenant());
        if (tenant.route().status() == to) {
            return new Decision(state, new Answer(200, tenant.toJson()), Optional.empty());
        }
        return changed(
                state, 200, command, Optional.of(tenant), tenant.withStatus(to, state.epoch() + 1, at), actor, at);
    }

    private static Decision changed(
            MeshState state,
            int status,
            TenantCommand command,
            Optional<TenantRecord> before,
            TenantRecord after,
            String actor,
            Instant at) {
        AuditEntry audit = AuditEntry.following(
                state,
                at,
                actor,
                command.action(),
                command.tenant().value(),
                before.map(tenant -> tenant.toJson().encode()).orElse(AuditEntry.NOTHING),
                after.toJson().encode());
        return new Decision(state, new Answer(status, after.toJson()), Optional.of(new Decision.Change(after, audit)));
    }

    private static Decision refused(MeshState state, Problem problem) {
        return new Decision(state, Answer.of(problem), Optional.empty());
    }
}

package dev.cellmesh.services.controlplane;

import dev.cellmesh.runtime.problem.Problem;
import dev.cellmesh.runtime.problem.ProblemType;
import dev.cellmesh.runtime.service.Answer;
import dev.cellmesh.runtime.service.IfMatch;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * On which state, for whom and when is something decided? Makes the decision's parts, so that all of them agree.
 *
 * @param at in whole milliseconds
 */
record Occasion(MeshState state, String actor, Instant at) {
    /** What {@code subject} says in the audit log of a change of several tenants. */
    private static final String TENANTS = "tenants";

    /** Of the epoch that a change makes. */
    long nextEpoch() {
        return state.epoch() + 1;
    }

    Decision refused(Problem problem) {
        return new Decision(state, Answer.of(problem), Optional.empty());
    }

    /** It is as was wished already. */
    Decision unchanged(JsonObject body) {
        return new Decision(state, new Answer(200, body), Optional.empty());
    }

    Decision created(TenantRecord tenant, String action) {
        return tenantChanged(201, action, AuditEntry.NOTHING, tenant);
    }

    Decision changed(TenantRecord before, TenantRecord after, String action) {
        return tenantChanged(200, action, before.toJson().encode(), after);
    }

    private Decision tenantChanged(int status, String action, String before, TenantRecord after) {
        JsonObject body = after.toJson();
        AuditEntry audit =
                AuditEntry.following(state, at, actor, action, after.id().value(), before, body.encode());
        return decision(status, body, new Decision.Change(List.of(after), Optional.empty(), audit));
    }

    /**
     * @param before empty when they are new
     * @param after at least one
     */
    Decision changed(List<TenantRecord> before, List<TenantRecord> after, String action) {
        JsonObject body = new JsonObject().put("data", entities(after));
        AuditEntry audit = AuditEntry.following(
                state,
                at,
                actor,
                action,
                TENANTS,
                before.isEmpty()
                        ? AuditEntry.NOTHING
                        : new JsonObject().put(TENANTS, entities(before)).encode(),
                new JsonObject().put(TENANTS, entities(after)).encode());
        return decision(200, body, new Decision.Change(after, Optional.empty(), audit));
    }

    private static JsonArray entities(List<TenantRecord> tenants) {
        return new JsonArray(tenants.stream().map(TenantRecord::toJson).toList());
    }

    Decision changed(CellRecord before, CellRecord after, int zones, String action) {
        JsonObject body = CellView.of(state, after, zones).toJson();
        AuditEntry audit = AuditEntry.following(
                state,
                at,
                actor,
                action,
                after.id().toString(),
                CellView.of(state, before, zones).toJson().encode(),
                body.encode());
        return decision(200, body, new Decision.Change(List.of(), Optional.of(after), audit));
    }

    private Decision decision(int status, JsonObject body, Decision.Change change) {
        return new Decision(state, new Answer(status, body), Optional.of(change));
    }

    /**
     * Not as it was seen?
     *
     * @param needed whether the precondition has to be there
     */
    Optional<Decision> precondition(Optional<IfMatch> ifMatch, boolean needed, long version) {
        if (ifMatch.isEmpty() && needed) {
            return Optional.of(refused(Problem.of(
                    ProblemType.PRECONDITION_REQUIRED,
                    "This changes what somebody decided: send If-Match with the ETag that you have seen.")));
        }
        if (ifMatch.isPresent() && ifMatch.get().version() != version) {
            return Optional.of(refused(Problem.of(ProblemType.VERSION_CONFLICT, "It has changed since: read it again.")
                    .with("currentVersion", version)
                    .with("providedVersion", ifMatch.get().provided())));
        }
        return Optional.empty();
    }
}

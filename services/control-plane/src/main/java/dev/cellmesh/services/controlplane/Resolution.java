package dev.cellmesh.services.controlplane;

import dev.cellmesh.model.merge.HybridTimestamp;
import dev.cellmesh.model.merge.Siblings;
import dev.cellmesh.model.merge.Versioned;
import dev.cellmesh.runtime.conflict.Conflict;
import dev.cellmesh.runtime.problem.Problem;
import dev.cellmesh.runtime.problem.ProblemType;
import dev.cellmesh.runtime.service.Answer;
import dev.cellmesh.runtime.service.IfMatch;
import dev.cellmesh.runtime.service.Revision;
import dev.cellmesh.runtime.service.SiblingsJson;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What comes of an administrator's choice? Decided on a conflict and its entity as they were read, and only good while neither has
 * changed.
 *
 * @param answer what the administrator hears, and hears again under the same key
 * @param effect what changes; empty when the choice is refused
 */
record Resolution(Answer answer, Optional<Effect> effect) {
    /** @param state of the home region's own row: one version, which knows all that were in conflict */
    record Effect(ConflictRecord resolved, JsonObject state) {}

    /**
     * What was chosen? Exactly one of the two.
     *
     * @param vector of the version that stays
     * @param merged a value made of several
     */
    record Choice(Optional<String> vector, Optional<JsonObject> merged) {
        static Choice of(JsonObject body) {
            return new Choice(
                    Optional.ofNullable(body.getString("choose")),
                    Optional.ofNullable(body.getJsonObject("merged")).map(SiblingsJson::sorted));
        }
    }

    /**
     * @param ifMatch the version of the conflict that the administrator has seen
     * @param current the entity's versions as far as they can be seen
     * @param at later than they were written
     */
    static Resolution decide(
            ConflictRecord conflict,
            Siblings<Revision<JsonObject>> current,
            IfMatch ifMatch,
            Choice choice,
            String actor,
            HybridTimestamp at,
            Instant now) {
        if (ifMatch.version() != conflict.version()) {
            return refused(Problem.of(
                            ProblemType.VERSION_CONFLICT,
                            "The conflict has changed since: read it again, and decide anew.")
                    .with("currentVersion", conflict.version())
                    .with("providedVersion", ifMatch.provided()));
        }
        if (!conflict.status().equals(ConflictRecord.OPEN)) {
            return closed(conflict.status());
        }
        // Those of the record are among them: a copy that was read may be older.
        Siblings<Revision<JsonObject>> versions = current.merge(conflict.versions());
        boolean same = versions.isConflict()
                && new Conflict(conflict.entity(), versions).id().equals(conflict.id());
        if (!same) {
            return closed(ConflictRecord.SETTLED);
        }
        return choice.vector()
                .map(vector -> chosen(conflict, versions, vector, actor, at, now))
                .orElseGet(() -> merged(conflict, versions, choice.merged().orElseThrow(), actor, at, now));
    }

    private static Resolution chosen(
            ConflictRecord conflict,
            Siblings<Revision<JsonObject>> versions,
            String vector,
            String actor,
            HybridTimestamp at,
            Instant now) {
        List<JsonObject> chosen = versions.versions().stream()
                .filter(version -> version.vector().encode().equals(vector))
                .map(version -> version.value().value())
                .toList();
        if (chosen.size() != 1) {
            return refused(Problem.of(
                            ProblemType.UNKNOWN_VERSION,
                            chosen.isEmpty()
                                    ? "None of the conflict's versions has this vector."
                                    : "Several versions have this vector: send the value that shall stay as merged.")
                    .with("choose", vector));
        }
        return made(conflict, versions, chosen.getFirst(), new JsonObject().put("choose", vector), actor, at, now);
    }

    private static Resolution merged(
            ConflictRecord conflict,
            Siblings<Revision<JsonObject>> versions,
            JsonObject value,
            String actor,
            HybridTimestamp at,
            Instant now) {
        Optional<String> misfit = MergedValue.misfit(
                value,
                versions.versions().stream()
                        .map(version -> version.value().value())
                        .toList());
        return misfit.map(pointer -> refused(Problem.of(
                                ProblemType.MERGED_VALUE_INVALID,
                                "Members are those of the versions, of the same kinds, and none that all of them have is missing.")
                        .with("pointer", pointer)))
                .orElseGet(
                        () -> made(conflict, versions, value, new JsonObject().put("merged", value), actor, at, now));
    }

    private static Resolution made(
            ConflictRecord conflict,
            Siblings<Revision<JsonObject>> versions,
            JsonObject value,
            JsonObject how,
            String actor,
            HybridTimestamp at,
            Instant now) {
        Versioned<Revision<JsonObject>> winner =
                versions.resolve(conflict.home(), new Revision<>(value, at, conflict.home()));
        ConflictRecord resolved =
                conflict.resolved(how.put("vector", winner.vector().encode()), actor, now);
        JsonObject state = SiblingsJson.encode(new Siblings<>(List.of(winner)), UnaryOperator.identity());
        return new Resolution(new Answer(200, resolved.toJson()), Optional.of(new Effect(resolved, state)));
    }

    private static Resolution closed(String status) {
        return refused(Problem.of(
                        ProblemType.CONFLICT_CLOSED,
                        "It is not open any more: the entity has other versions by now, or somebody has decided.")
                .with("conflictStatus", status));
    }

    private static Resolution refused(Problem problem) {
        return new Resolution(Answer.of(problem), Optional.empty());
    }
}

package dev.cellmesh.services.profiles;

import dev.cellmesh.model.consistency.Durability;
import dev.cellmesh.model.merge.VersionVector;
import dev.cellmesh.model.profile.ConflictRule;
import dev.cellmesh.model.profile.Level;
import dev.cellmesh.model.profile.Precondition;
import dev.cellmesh.model.profile.ReadProfile;
import dev.cellmesh.model.profile.Residence;
import dev.cellmesh.model.profile.WriteProfile;
import dev.cellmesh.runtime.problem.Problem;
import dev.cellmesh.runtime.problem.ProblemType;
import dev.cellmesh.runtime.service.Answer;
import dev.cellmesh.runtime.service.Call;
import dev.cellmesh.runtime.service.Entities;
import dev.cellmesh.runtime.service.Merged;
import dev.cellmesh.runtime.service.RegionalWrite.Attempt;
import io.vertx.core.json.JsonObject;
import java.time.Instant;

/** What do the parts of a profile have in common that every region may write? Their key, their promises, and their answers. */
final class RegionalParts {
    static final String PROFILE = "profile";

    private static final int OK = 200;

    private RegionalParts() {}

    static ReadProfile reading(String entity, ConflictRule conflicts, Level level) {
        return ReadProfile.of(entity, Residence.EVERY_REGION, conflicts, level);
    }

    static WriteProfile writing(String entity, ConflictRule conflicts) {
        return new WriteProfile(entity, Residence.EVERY_REGION, conflicts, Durability.LOCAL, Precondition.IGNORED);
    }

    static String profileOf(Call call) {
        return call.input().pathParameter(PROFILE);
    }

    /** As it was read. */
    static Answer read(JsonObject data, Merged<?> merged) {
        return answer(
                data,
                merged.versions(),
                merged.createdAt().orElseThrow(),
                merged.modifiedAt().orElseThrow());
    }

    /** As a read shows it that sees this write and what it saw. */
    static Answer written(JsonObject data, Attempt<?> attempt) {
        Call call = attempt.call();
        Merged<?> merged = attempt.merged();
        boolean firstHere = merged.versions().count(call.region()) == 0;
        Instant createdAt = merged.createdAt()
                .filter(time -> !firstHere || time.isBefore(call.now()))
                .orElse(call.now());
        Instant modifiedAt =
                merged.modifiedAt().filter(time -> time.isAfter(call.now())).orElse(call.now());
        return answer(data, merged.versions().increment(call.region()), createdAt, modifiedAt);
    }

    private static Answer answer(JsonObject data, VersionVector versions, Instant createdAt, Instant modifiedAt) {
        long version =
                versions.counts().values().stream().mapToLong(Long::longValue).sum();
        return new Answer(OK, Entities.entity(data, version, '"' + versions.encode() + '"', createdAt, modifiedAt));
    }

    static Problem limitReached(String detail, int limit) {
        return Problem.of(ProblemType.LIMIT_REACHED, detail).with("limit", limit);
    }
}

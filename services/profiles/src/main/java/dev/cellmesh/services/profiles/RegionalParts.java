package dev.cellmesh.services.profiles;

import dev.cellmesh.model.consistency.Durability;
import dev.cellmesh.model.profile.ConflictRule;
import dev.cellmesh.model.profile.Level;
import dev.cellmesh.model.profile.Precondition;
import dev.cellmesh.model.profile.ReadProfile;
import dev.cellmesh.model.profile.Residence;
import dev.cellmesh.model.profile.WriteProfile;
import dev.cellmesh.runtime.service.Call;

/** What do the parts of a profile have in common that every region may write? Their key and their promises. */
final class RegionalParts {
    static final String PROFILE = "profile";

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
}

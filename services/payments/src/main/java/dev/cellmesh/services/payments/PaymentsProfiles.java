package dev.cellmesh.services.payments;

import dev.cellmesh.model.consistency.Durability;
import dev.cellmesh.model.profile.ConflictRule;
import dev.cellmesh.model.profile.Level;
import dev.cellmesh.model.profile.Precondition;
import dev.cellmesh.model.profile.ReadProfile;
import dev.cellmesh.model.profile.Residence;
import dev.cellmesh.model.profile.WriteProfile;

/** How consistent is money? As much as can be: it has one writer, and a majority of regions has it before anybody hears of it. */
final class PaymentsProfiles {
    private PaymentsProfiles() {}

    static ReadProfile read(String entity, ConflictRule conflicts) {
        return ReadProfile.of(entity, Residence.HOME, conflicts, Level.STRONG);
    }

    static WriteProfile write(String entity, ConflictRule conflicts, Precondition precondition) {
        return new WriteProfile(entity, Residence.HOME, conflicts, Durability.QUORUM, precondition);
    }
}

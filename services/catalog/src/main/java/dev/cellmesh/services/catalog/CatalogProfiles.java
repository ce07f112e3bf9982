package dev.cellmesh.services.catalog;

import dev.cellmesh.model.consistency.Durability;
import dev.cellmesh.model.profile.ConflictRule;
import dev.cellmesh.model.profile.Level;
import dev.cellmesh.model.profile.Precondition;
import dev.cellmesh.model.profile.ReadProfile;
import dev.cellmesh.model.profile.Residence;
import dev.cellmesh.model.profile.WriteProfile;
import java.time.Duration;

/**
 * How consistent is a catalogue? A product may be read a minute late, but has one writer; units are sold by every region, and none
 * of them twice.
 */
final class CatalogProfiles {
    /** A shop window that is a minute late sells as well; a reservation does not rely on it. */
    static final Duration STALENESS_MAX = Duration.ofSeconds(60);

    private CatalogProfiles() {}

    static ReadProfile readProduct() {
        return ReadProfile.of("product", Residence.HOME, ConflictRule.VERSION, Level.bounded(STALENESS_MAX))
                .servingOlder()
                .cacheableFor(STALENESS_MAX);
    }

    static WriteProfile writeProduct(Precondition precondition) {
        return new WriteProfile("product", Residence.HOME, ConflictRule.VERSION, Durability.QUORUM, precondition);
    }

    static ReadProfile readStock() {
        return ReadProfile.of("stock", Residence.EVERY_REGION, ConflictRule.ESCROW, Level.EVENTUAL);
    }

    static WriteProfile writeStock() {
        return new WriteProfile(
                "stock", Residence.EVERY_REGION, ConflictRule.ESCROW, Durability.QUORUM, Precondition.IGNORED);
    }

    /** Who brings a token sees the reservation that it stands for. */
    static ReadProfile readReservation() {
        return ReadProfile.of("reservation", Residence.EVERY_REGION, ConflictRule.ESCROW, Level.SESSION)
                .weakenedTo(Level.EVENTUAL);
    }

    static WriteProfile writeReservation(Precondition precondition) {
        return new WriteProfile(
                "reservation", Residence.EVERY_REGION, ConflictRule.ESCROW, Durability.QUORUM, precondition);
    }
}

package dev.cellmesh.services.catalog;

import dev.cellmesh.model.Region;
import dev.cellmesh.runtime.service.Ids;
import java.util.Optional;
import java.util.UUID;

/**
 * Which reservation is meant, and which region made it and holds it? The id says both, so that a release that arrives anywhere
 * finds its ring without asking.
 */
record ReservationId(UUID id, Region region) {
    private static final int ID_LENGTH = 36;

    /** Empty when it is none that {@link #toString()} made. */
    static Optional<ReservationId> parse(String text) {
        if (text.length() < ID_LENGTH + 2 || text.charAt(ID_LENGTH) != '.') {
            return Optional.empty();
        }
        String region = text.substring(ID_LENGTH + 1);
        return Ids.parse(text.substring(0, ID_LENGTH))
                .filter(id -> Region.isValid(region))
                .map(id -> new ReservationId(id, new Region(region)));
    }

    @Override
    public String toString() {
        return id + "." + region;
    }
}

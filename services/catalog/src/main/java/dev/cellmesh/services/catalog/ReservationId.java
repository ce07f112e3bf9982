package dev.cellmesh.services.catalog;

import dev.cellmesh.model.Region;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Which reservation is meant, and which region made it and holds it? The id says both, so that a release that arrives anywhere
 * finds its ring without asking.
 */
record ReservationId(UUID id, Region region) {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final int ID_LENGTH = 36;

    /** Empty when it is none that {@link #toString()} made. */
    static Optional<ReservationId> parse(String text) {
        if (text.length() < ID_LENGTH + 2 || text.charAt(ID_LENGTH) != '.') {
            return Optional.empty();
        }
        String id = text.substring(0, ID_LENGTH);
        String region = text.substring(ID_LENGTH + 1);
        return ID.matcher(id).matches() && Region.isValid(region)
                ? Optional.of(new ReservationId(UUID.fromString(id), new Region(region)))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return id + "." + region;
    }
}

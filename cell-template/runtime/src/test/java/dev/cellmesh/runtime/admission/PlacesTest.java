package dev.cellmesh.runtime.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.TenantId;
import dev.cellmesh.model.admission.Priority;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlacesTest {
    private static final String STALLED = "payments";
    private static final TenantId TENANT = new TenantId("acme");
    private static final String OTHER = "catalog";

    private static Places places(int limit, boolean servicesShare) {
        return new Places(
                new ConcurrencyLimit() {
                    @Override
                    public int current() {
                        return limit;
                    }

                    @Override
                    public void reached(String service) {
                        // Nor does it care.
                    }

                    @Override
                    public void learn(Sample sample) {
                        // It stays as it is.
                    }
                },
                servicesShare,
                () -> 1);
    }

    /** How many more of a service and class are let in, when none of them ends. */
    private static int fill(Places places, String service, Priority priority) {
        int taken = 0;
        while (places.isWithinShare(service, priority) && places.hasRoom(service, priority)) {
            places.take(service, TENANT);
            taken++;
        }
        return taken;
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 20, 64, 500})
    void whateverStallsTheOthersKeepAQuarterAndTheirReadsMostOfIt(int limit) {
        Places places = places(limit, true);
        assertThat(fill(places, STALLED, Priority.CRITICAL)).isEqualTo(limit * 3 / 4);

        int reads = fill(places, OTHER, Priority.INTERACTIVE);
        int writes = fill(places, OTHER, Priority.CRITICAL);

        assertThat(reads).isGreaterThanOrEqualTo(limit / 8);
        assertThat(writes).isPositive();
        assertThat(reads + writes).isEqualTo(limit / 4);
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 20, 64, 500})
    void theReadsOfAServiceLeaveRoomToItsWrites(int limit) {
        Places places = places(limit, true);
        fill(places, STALLED, Priority.INTERACTIVE);

        assertThat(fill(places, STALLED, Priority.CRITICAL)).isPositive();
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 20, 64, 500})
    void theReadsOfAllServicesLeaveRoomToWrites(int limit) {
        Places places = places(limit, true);
        fill(places, STALLED, Priority.INTERACTIVE);
        fill(places, OTHER, Priority.INTERACTIVE);

        assertThat(fill(places, OTHER, Priority.CRITICAL)).isPositive();
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 20, 64, 500})
    void oneServiceByItselfMayUseAll(int limit) {
        Places places = places(limit, false);
        assertThat(fill(places, STALLED, Priority.INTERACTIVE)).isEqualTo(Priority.INTERACTIVE.placesOf(limit));
        fill(places, STALLED, Priority.CRITICAL);

        assertThat(places.inFlight()).isEqualTo(limit);
    }
}

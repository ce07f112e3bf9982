package dev.cellmesh.local.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.Region;
import dev.cellmesh.runtime.node.EdgeRouting;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class LocalRoutingTest {
    @Test
    void everyCountryHasARegionOfTheMesh() {
        EdgeRouting shipped = LocalRouting.shipped();
        shipped.checkRegions(MeshOptions.REGIONS.stream().map(Region::name).toList());
        assertThat(shipped.regionOfCountry().keySet()).contains(Locale.getISOCountries());
        assertThat(shipped.regionOfCountry())
                .containsEntry("DE", "europe-west1")
                .containsEntry("JP", "asia-southeast1")
                .containsEntry("BR", "us-east1");
    }

    @Test
    void nobodyIsBelievedWithoutACdn() {
        assertThat(LocalRouting.shipped().countryHeaders()).isEmpty();
    }
}

package dev.cellmesh.local.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cellmesh.model.Region;
import dev.cellmesh.runtime.node.EdgeRouting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    private static EdgeRouting in(Path folder, String json) throws IOException {
        Files.writeString(folder.resolve(LocalRouting.FILE), json);
        return LocalRouting.in(folder);
    }

    @Test
    void aFileInTheMeshsFolderSaysOtherwise(@TempDir Path folder) throws IOException {
        assertThat(LocalRouting.in(folder)).isEqualTo(LocalRouting.shipped());
        EdgeRouting routing = in(folder, """
                {"countryHeaders": ["CF-IPCountry"],
                 "flags": [{"name": "search", "of": "TENANTS", "percent": 5, "percentIn": {"us-east1": 50.5}}],
                 "experiments": [{"name": "price", "of": "USERS", "buckets": 2}]}""");
        assertThat(routing.countryHeaders()).containsExactly("CF-IPCountry");
        assertThat(routing.regionOfCountry()).isEqualTo(LocalRouting.shipped().regionOfCountry());
        assertThat(routing.flags().getFirst().partsIn("us-east1")).isEqualTo(5_050);
        assertThat(routing.experiments().getFirst().buckets()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{\"countryHeader\": []}",
                "{\"regionOfCountry\": {\"Germany\": \"europe-west1\"}}",
                "{\"regionOfCountry\": {\"DE\": \"moon-1\"}}",
                "{\"experiments\": [{\"name\": \"price\", \"of\": \"USERS\", \"buckets\": 1}]}"
            })
    void aFileThatSaysWhatCannotBeIsRefused(String json, @TempDir Path folder) {
        assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> in(folder, json));
    }
}

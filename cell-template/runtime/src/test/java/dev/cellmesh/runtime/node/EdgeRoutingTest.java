package dev.cellmesh.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EdgeRoutingTest {
    private static final List<String> REGIONS = List.of("us-east1", "europe-west1");

    private static EdgeRouting countries(String country, String region) {
        return new EdgeRouting(
                Map.of(), Map.of(), List.of("CF-IPCountry"), Map.of(country, region), List.of(), List.of());
    }

    private static EdgeRouting flags(List<FeatureFlag> flags) {
        return new EdgeRouting(Map.of(), Map.of(), List.of(), Map.of(), flags, List.of());
    }

    private static FeatureFlag flag(String name, double percent) {
        return new FeatureFlag(name, Population.TENANTS, percent, Map.of());
    }

    @Test
    void regionsMustBeOfTheMesh() {
        countries("DE", "europe-west1").checkRegions(REGIONS);
        EdgeRouting routing = countries("JP", "asia-southeast1");
        assertThatIllegalArgumentException().isThrownBy(() -> routing.checkRegions(REGIONS));
        EdgeRouting flag = flags(List.of(new FeatureFlag("f", Population.USERS, 0, Map.of("asia-southeast1", 5.0))));
        assertThatIllegalArgumentException().isThrownBy(() -> flag.checkRegions(REGIONS));
        EdgeRouting elsewhere = EdgeRouting.NONE.between(Map.of("asia-southeast1", Endpoint.local(1)), Map.of());
        assertThatIllegalArgumentException().isThrownBy(() -> elsewhere.checkRegions(REGIONS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"de", "D", "DEU", "", "D-", "\u00c4T"})
    void countriesAreTwoCapitals(String country) {
        assertThatIllegalArgumentException().isThrownBy(() -> countries(country, "us-east1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A b", "new_checkout", "New", "9a", "a.b", "abcdefghijklmnopqrstuvwxyzabcdefg"})
    void namesAreKeysOfAStructuredField(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> flag(name, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Experiment(name, Population.TENANTS, 2));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.01, 100.01, Double.NaN})
    void percentagesAreOfAHundred(double percent) {
        assertThatIllegalArgumentException().isThrownBy(() -> flag("f", percent));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1_001})
    void anExperimentHasTwoToAThousandBuckets(int buckets) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Experiment("e", Population.TENANTS, buckets));
    }

    @Test
    void thereIsALimitToFlagsAndNoneIsThereTwice() {
        assertThatIllegalArgumentException().isThrownBy(() -> flags(List.of(flag("f", 1), flag("f", 2))));
        assertThatIllegalArgumentException().isThrownBy(() -> flags(Collections.nCopies(33, flag("f", 1))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"edge.example", "http://", "ftp://edge.example", "http://edge.example/", "http:///x"})
    void addressesAreOfEdges(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EdgeRouting.NONE.between(Map.of(), Map.of("us-east1", url)));
    }

    @Test
    void aRegionsOwnPercentageCounts() {
        FeatureFlag flag = new FeatureFlag("f", Population.USERS, 12.34, Map.of("europe-west1", 100.0));
        assertThat(flag.partsIn("us-east1")).isEqualTo(1_234);
        assertThat(flag.partsIn("europe-west1")).isEqualTo(10_000);
    }
}

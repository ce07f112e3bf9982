package dev.cellmesh.services.edge.split;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.runtime.node.EdgeRouting;
import dev.cellmesh.runtime.node.Experiment;
import dev.cellmesh.runtime.node.FeatureFlag;
import dev.cellmesh.runtime.node.Population;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SplitsTest {
    private static final String US = "us-east1";
    private static final String EU = "europe-west1";

    private static Splits splits(String region, List<FeatureFlag> flags, Experiment... experiments) {
        return new Splits(
                region, new EdgeRouting(Map.of(), Map.of(), List.of(), Map.of(), flags, List.of(experiments)));
    }

    private static FeatureFlag flag(String name, Population of, double percent, double percentInEurope) {
        return new FeatureFlag(name, of, percent, Map.of(EU, percentInEurope));
    }

    @Test
    void withoutConfigurationNothingIsSaid() {
        assertThat(splits(US, List.of()).of("acme", "ann")).isEmpty();
    }

    @Test
    void eachRegionHasItsOwnSwitch() {
        List<FeatureFlag> flags =
                List.of(flag("search", Population.TENANTS, 100, 0), flag("checkout", Population.TENANTS, 0, 100));
        assertThat(splits(US, flags).of("acme", "ann")).isEqualTo(Map.of(Splits.FLAGS, "search"));
        assertThat(splits(EU, flags).of("acme", "ann")).isEqualTo(Map.of(Splits.FLAGS, "checkout"));
    }

    @Test
    void namesAreInOrder() {
        List<FeatureFlag> flags = List.of(flag("b", Population.TENANTS, 100, 0), flag("a", Population.USERS, 100, 0));
        assertThat(splits(US, flags).of("acme", "ann")).isEqualTo(Map.of(Splits.FLAGS, "a, b"));
    }

    @Test
    void aTenantIsSplitAsAWhole() {
        Splits splits = splits(US, List.of(), new Experiment("price", Population.TENANTS, 1_000));
        assertThat(splits.of("acme", "ann")).isEqualTo(splits.of("acme", "bob"));
        assertThat(splits.of("acme", "ann")).isEqualTo(Map.of(Splits.BUCKETS, "price=35"));
    }

    @Test
    void usersAreSplitWithinTheirTenant() {
        Splits splits = splits(
                US,
                List.of(flag("half", Population.USERS, 50, 0)),
                new Experiment("price-layout", Population.USERS, 100));
        assertThat(splits.of("acme", "ann")).containsEntry(Splits.BUCKETS, "price-layout=52");
        long on = IntStream.range(0, 2_000)
                .filter(i -> splits.of("acme", "u" + i).containsKey(Splits.FLAGS))
                .count();
        assertThat(on).isBetween(880L, 1_120L);
    }
}

package dev.cellmesh.services.edge.region;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.Region;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RegionOrderTest {
    private static final Region A = new Region("a1");
    private static final Region B = new Region("b1");
    private static final Region C = new Region("c1");
    private static final Region D = new Region("d1");
    private static final List<Region> ALL = List.of(D, C, B, A);

    private static Distance away(long nanos) {
        return new Distance(OptionalLong.of(nanos), 1, true);
    }

    @Test
    void thePreferredOneThenTheOwnThenTheNearest() {
        Map<Region, Distance> distances = Map.of(A, away(30), B, away(20), D, away(10));
        assertThat(RegionOrder.of(C, C, ALL, distances)).containsExactly(C, D, B, A);
        assertThat(RegionOrder.of(A, C, ALL, distances)).containsExactly(A, C, D, B);
    }

    @Test
    void whoeverDoesNotAnswerComesLast() {
        Map<Region, Distance> distances =
                Map.of(A, away(30), B, away(20), D, new Distance(OptionalLong.of(10), 5, false));
        assertThat(RegionOrder.of(C, C, ALL, distances)).containsExactly(C, B, A, D);
    }

    @Test
    void withoutMeasurementsTheOrderIsByName() {
        assertThat(RegionOrder.of(C, C, ALL, Map.of())).containsExactly(C, A, B, D);
    }

    @Property
    void allRegionsAreThereOnceAndSortedByDistance(
            @ForAll @IntRange(max = 3) int preferred,
            @ForAll @IntRange(max = 3) int own,
            @ForAll @Size(4) List<@LongRange(min = 0, max = 5) Long> nanos) {
        Map<Region, Distance> distances = new HashMap<>();
        for (int i = 0; i < ALL.size(); i++) {
            distances.put(ALL.get(i), away(nanos.get(i)));
        }
        List<Region> order = RegionOrder.of(ALL.get(preferred), ALL.get(own), ALL, distances);
        assertThat(order).containsExactlyInAnyOrderElementsOf(ALL).startsWith(ALL.get(preferred));
        List<Region> rest = new ArrayList<>(order);
        rest.remove(ALL.get(preferred));
        rest.remove(ALL.get(own));
        assertThat(rest.stream().map(region -> distances.get(region).nanos().getAsLong()))
                .isSorted();
    }
}

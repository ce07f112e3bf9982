package dev.cellmesh.model.placement;

import static dev.cellmesh.model.placement.Meshes.EAST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.TenantId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class FixedShardsTest {
    /** What the proof of isolation compares with: 16 cells, 4 a tenant. */
    @Test
    void fourGroupsOfFourAreFilledEvenly() {
        Membership sixteen = Membership.of(Meshes.cells(EAST, 16));

        Map<Set<CellId>, Integer> tenantsBySet = new HashMap<>();
        Meshes.onboard(new FixedShards(4), sixteen, 500)
                .cellsIn(EAST)
                .values()
                .forEach(cells -> tenantsBySet.merge(new HashSet<>(cells), 1, Integer::sum));

        assertThat(tenantsBySet).hasSize(4);
        assertThat(tenantsBySet.values()).containsOnly(125);
        assertThat(tenantsBySet.keySet()).allSatisfy(shard -> assertThat(shard).hasSize(4));
    }

    @Test
    void withoutShardsEverybodyIsEverywhere() {
        Membership sixteen = Membership.of(Meshes.cells(EAST, 16));

        assertThat(Meshes.onboard(FixedShards.none(), sixteen, 9).cellsIn(EAST).values())
                .allSatisfy(cells -> assertThat(cells).hasSize(16));
    }

    @Property(tries = 100)
    void everyCellIsInOneShardAndWhoHasAShardKeepsIt(
            @ForAll @IntRange(min = 1, max = 20) int n,
            @ForAll @IntRange(min = 1, max = 8) int k,
            @ForAll @IntRange(min = 1, max = 60) int tenants) {
        Membership membership = Membership.of(Meshes.cells(EAST, n));
        FixedShards placement = new FixedShards(k);
        Seating seated = Meshes.onboard(placement, membership, Math.max(tenants, n));

        Set<List<CellId>> shards = new HashSet<>(seated.cellsIn(EAST).values());

        assertThat(shards.stream().mapToInt(List::size).sum()).isEqualTo(n);
        seated.cellsIn(EAST)
                .forEach((TenantId tenant, List<CellId> cells) -> assertThat(
                                Meshes.placed(placement, membership, seated, tenant)
                                        .cells()
                                        .get(EAST))
                        .isEqualTo(cells));
    }
}

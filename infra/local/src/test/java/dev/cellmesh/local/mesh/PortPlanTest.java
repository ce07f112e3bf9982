package dev.cellmesh.local.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.runtime.node.Endpoint;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PortPlanTest {
    private static PortPlan plan(int base, int cells) {
        return new PortPlan(base, MeshOptions.REGIONS, cells);
    }

    @Test
    void thePortsOfTheReadmeAreTheDefault() {
        PortPlan plan = plan(MeshOptions.PORT_BASE_DEFAULT, MeshOptions.CELLS_PER_REGION_DEFAULT);
        assertThat(plan.edge(new Region("us-east1")).port()).isEqualTo(8080);
        assertThat(plan.edge(new Region("europe-west1")).port()).isEqualTo(8081);
        assertThat(plan.edge(new Region("asia-southeast1")).port()).isEqualTo(8082);
        assertThat(plan.controlPlane().port()).isEqualTo(8090);
        assertThat(plan.cell(CellId.parse("europe-west1-c03")).port()).isEqualTo(8283);
    }

    @Property
    void noTwoPartsShareAPort(
            @ForAll @IntRange(min = PortPlan.BASE_MIN, max = PortPlan.BASE_MAX) int base,
            @ForAll @IntRange(min = 1, max = MeshOptions.CELLS_PER_REGION_MAX) int cells) {
        assertThat(plan(base, cells).all()).doesNotHaveDuplicates().allMatch(endpoint -> endpoint.port() < 32_768);
    }

    @Property
    void everyPortMovesWithTheBase(@ForAll @IntRange(min = 1, max = 20_000) int by) {
        assertThat(plan(8080 + by, 4).all())
                .isEqualTo(plan(8080, 4).all().stream()
                        .map(endpoint -> Endpoint.local(endpoint.port() + by))
                        .toList());
    }

    @Test
    void otherRegionsMayHaveFewerCells() {
        PortPlan plan = new PortPlan(8080, MeshOptions.REGIONS, 16, 2);

        assertThat(plan.cells(new Region("us-east1"))).hasSize(16);
        assertThat(plan.cells(new Region("asia-southeast1"))).hasSize(2);
        assertThat(plan.cells()).hasSize(20);
        MeshOptions four = new MeshOptions(true, 4, Optional.empty(), 8080, false, Set.of(), List.of());
        assertThatThrownBy(() -> four.withCellsElsewhere(5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> four.withCellsElsewhere(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void optionsOutOfRangeAreRefused() {
        assertThatThrownBy(() -> new MeshOptions(true, 0, Optional.empty(), 8080, false, Set.of(), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new MeshOptions(true, 33, Optional.empty(), 8080, false, Set.of(), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new MeshOptions(true, 4, Optional.empty(), 80, false, Set.of(), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new MeshOptions(true, 4, Optional.empty(), 60_000, false, Set.of(), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

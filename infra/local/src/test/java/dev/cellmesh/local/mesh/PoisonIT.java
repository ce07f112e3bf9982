package dev.cellmesh.local.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.Region;
import dev.cellmesh.runtime.node.Weakness;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How far does a request get that kills the cells it comes to, and do they come back? */
class PoisonIT {
    private static final Region US = MeshOptions.REGIONS.getFirst();

    private static int crashes(Mesh mesh) {
        return mesh.status().cells().stream()
                .mapToInt(MeshStatus.NodeStatus::crashes)
                .sum();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void itIsRefusedAfterTwoCellsAndTheyComeBack(boolean processes) throws Exception {
        MeshOptions quiet = MeshIT.options(Optional.empty());
        MeshOptions options = new MeshOptions(
                        false, 2, Optional.empty(), quiet.portBase(), processes, Set.of(), List.of("payments"))
                .without(Set.of(Weakness.POISON));
        try (Mesh mesh = Mesh.start(options, Quiet.INSTANCE)) {
            Visitor visitor = new Visitor(mesh);
            String account = visitor.open("acme", US, 50);
            HttpResponse<String> lost = poison(visitor);
            assertThat(Visitor.problem(lost)).isEqualTo("unknown-outcome");
            assertThat(Visitor.problem(poison(visitor))).isEqualTo("abnormal-usage-detected");
            Visitor.eventually(() -> crashes(mesh) == 2);
            Visitor.eventually(() -> mesh.status().ready());
            assertThat(visitor.balance("acme", US, account)).isEqualTo(50);
            assertThat(Visitor.problem(poison(visitor))).isEqualTo("abnormal-usage-detected");
            assertThat(crashes(mesh)).isEqualTo(2);
        }
    }

    private static HttpResponse<String> poison(Visitor visitor) {
        return visitor.post("acme", US, "/poison", "poison", new JsonObject(), 0);
    }
}

package dev.cellmesh.local.prove;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cellmesh.local.mesh.Mesh;
import dev.cellmesh.local.mesh.MeshClient;
import dev.cellmesh.local.mesh.MeshOptions;
import dev.cellmesh.local.mesh.PortPlan;
import dev.cellmesh.runtime.node.Weakness;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Does the proof hold on a sound mesh, and does it notice a broken one? Small, but with real processes that are killed. */
class PaymentsProofIT {
    private static final int CELLS = 2;
    private static final PaymentsProof.Size SMALL = new PaymentsProof.Size(7, 1, 5, 600, 30, 60);

    private static MeshOptions options(boolean idempotencyOff) {
        int base = 15_000;
        while (!new PortPlan(base, MeshOptions.REGIONS, CELLS).areFree()) {
            base += 600;
        }
        return new MeshOptions(false, CELLS, Optional.empty(), base, true, Set.of(), List.of())
                .without(idempotencyOff ? Set.of(Weakness.IDEMPOTENCY) : Set.of());
    }

    private static String prove(boolean idempotencyOff) throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (Mesh mesh = Mesh.start(options(idempotencyOff), Nobody.WATCHES);
                PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
            new PaymentsProof(new MeshClient(mesh.options().portBase()), SMALL, out).run();
        }
        return printed.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aSoundMeshIsProven() throws Exception {
        assertThat(prove(false)).contains("PROVEN");
    }

    @Test
    void aMeshThatForgetsItsKeysIsNoticed() {
        assertThatThrownBy(() -> prove(true)).isInstanceOf(Violation.class);
    }
}

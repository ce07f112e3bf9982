package dev.cellmesh.local.prove;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cellmesh.local.mesh.Mesh;
import dev.cellmesh.local.mesh.MeshClient;
import dev.cellmesh.local.mesh.MeshOptions;
import dev.cellmesh.local.mesh.PortPlan;
import dev.cellmesh.local.mesh.Sabotage;
import dev.cellmesh.local.prove.consistency.ConsistencyProof;
import dev.cellmesh.local.prove.consistency.Guarantee;
import dev.cellmesh.runtime.node.Weakness;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Do the checks hold on a mesh that keeps its promises, and fail on one that breaks them all? What measures time is left out. */
class ConsistencyProofIT {
    private static final int CELLS = 2;
    private static final int PERCENT = 1;

    private static Mesh start(Set<Sabotage> sabotage, Set<Weakness> weaknesses, int firstBase) throws Exception {
        int base = firstBase;
        while (!new PortPlan(base, MeshOptions.REGIONS, CELLS).areFree()) {
            base += 700;
        }
        return Mesh.start(
                new MeshOptions(true, CELLS, Optional.empty(), base, false, sabotage, List.of()).without(weaknesses),
                Nobody.WATCHES);
    }

    private static void prove(Mesh mesh, String check, Optional<Guarantee> broken) throws Exception {
        try (PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            new ConsistencyProof(
                            new MeshClient(mesh.options().portBase()), 1, PERCENT, broken, Optional.of(check), nowhere)
                    .run();
        }
    }

    @Nested
    class OnAMeshThatKeepsItsPromises {
        private static Mesh mesh;

        @BeforeAll
        static void start() throws Exception {
            mesh = ConsistencyProofIT.start(Set.of(), Set.of(), 13_000);
        }

        @AfterAll
        static void stop() {
            mesh.close();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "read-your-writes",
                    "monotonic-reads",
                    "bounded-staleness",
                    "one-effect-per-key",
                    "unique-email",
                    "last-units"
                })
        void holds(String check) throws Exception {
            prove(mesh, check, Optional.empty());
        }

        @Test
        void aClientThatDropsItsTokensIsFoundOut() {
            assertThatThrownBy(() -> prove(mesh, "read-your-writes", Optional.of(Guarantee.TOKENS)))
                    .isInstanceOf(Violation.class);
        }
    }

    @Nested
    class OnAMeshThatBreaksThem {
        private static Mesh mesh;

        @BeforeAll
        static void start() throws Exception {
            mesh = ConsistencyProofIT.start(EnumSet.allOf(Sabotage.class), Set.of(Weakness.IDEMPOTENCY), 16_000);
        }

        @AfterAll
        static void stop() {
            mesh.close();
        }

        @ParameterizedTest
        @ValueSource(strings = {"bounded-staleness", "one-effect-per-key", "unique-email", "last-units"})
        void isFoundOut(String check) {
            assertThatThrownBy(() -> prove(mesh, check, Optional.empty())).isInstanceOf(Violation.class);
        }
    }
}

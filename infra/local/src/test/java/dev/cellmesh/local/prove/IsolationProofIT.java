package dev.cellmesh.local.prove;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.local.mesh.Mesh;
import dev.cellmesh.local.mesh.MeshOptions;
import dev.cellmesh.local.prove.isolation.IsolationProof;
import dev.cellmesh.local.prove.isolation.IsolationProof.Found;
import dev.cellmesh.local.prove.isolation.Scale;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Do the checks hold whose goals are states and not times, small? Their controls are part of them. */
class IsolationProofIT {
    private static final Scale SMALL = new Scale(1);

    private static Mesh start(MeshOptions options) throws Exception {
        int base = 16_500;
        while (!options.withPortBase(base).ports().areFree()) {
            base += 500;
        }
        return Mesh.start(options.withPortBase(base), Nobody.WATCHES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"retries", "control-plane-down"})
    void holds(String check) throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        List<Found> found = new ArrayList<>();
        try (PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
            new IsolationProof(IsolationProofIT::start, SMALL, 1, Optional.empty(), Optional.of(check), out)
                    .run(found::add);
        } catch (Violation broken) {
            throw new AssertionError(printed.toString(StandardCharsets.UTF_8), broken);
        }

        assertThat(found)
                .singleElement()
                .satisfies(one -> assertThat(one.findings()).allMatch(Finding::holds));
    }
}

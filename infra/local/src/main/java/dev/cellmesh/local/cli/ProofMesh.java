package dev.cellmesh.local.cli;

import dev.cellmesh.local.mesh.Mesh;
import dev.cellmesh.local.mesh.MeshClient;
import dev.cellmesh.local.mesh.MeshOptions;
import dev.cellmesh.local.mesh.Sabotage;
import dev.cellmesh.local.prove.Violation;
import dev.cellmesh.runtime.node.Weakness;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** On which mesh does a proof run: on the one that runs, or on one of its own? What the mesh is to do wrong, no running one does. */
final class ProofMesh {
    /** What is proven about a mesh. Blocks. */
    interface Proof {
        /** @throws Violation when it was broken */
        void on(MeshClient mesh) throws Exception;
    }

    private ProofMesh() {}

    /** @return the exit code */
    static int prove(
            int portBase,
            String broken,
            Set<Sabotage> sabotage,
            Set<Weakness> weaknesses,
            boolean processes,
            Proof proof)
            throws Exception {
        MeshClient running = new MeshClient(portBase);
        if (sabotage.isEmpty() && weaknesses.isEmpty() && running.isThere()) {
            return verdict(() -> proof.on(running));
        }
        System.out.println(
                broken.isEmpty()
                        ? "no mesh runs at this port base: starting one"
                        : "starting a mesh to break " + broken + ": the proof must fail");
        MeshOptions options = new MeshOptions(
                        true,
                        MeshOptions.CELLS_PER_REGION_DEFAULT,
                        Optional.empty(),
                        MeshOptions.PORT_BASE_DEFAULT,
                        processes,
                        sabotage,
                        List.of())
                .without(weaknesses);
        Progress progress = new Progress(System.out);
        try (Mesh own = Mesh.start(OwnMesh.elsewhere(options), progress)) {
            return verdict(() -> proof.on(new MeshClient(own.options().portBase())));
        }
    }

    /** Something that a violation may end. */
    interface Judged {
        void run() throws Exception;
    }

    /** @return the exit code */
    static int verdict(Judged proof) throws Exception {
        try {
            proof.run();
            return 0;
        } catch (Violation e) {
            System.out.println("BROKEN: " + e.getMessage());
            return ProveCommand.EXIT_BROKEN;
        }
    }
}

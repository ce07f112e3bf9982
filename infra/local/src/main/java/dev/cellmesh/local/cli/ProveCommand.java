package dev.cellmesh.local.cli;

import dev.cellmesh.local.mesh.Mesh;
import dev.cellmesh.local.mesh.MeshClient;
import dev.cellmesh.local.mesh.MeshOptions;
import dev.cellmesh.local.mesh.RefusedException;
import dev.cellmesh.local.prove.PaymentsProof;
import dev.cellmesh.local.prove.Violation;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "prove",
        mixinStandardHelpOptions = true,
        description = {
            "Proves a promise on the running mesh, or on one of its own when none runs.",
            "Exit code 0: it holds; 1: it was broken, and the first violation is printed."
        })
final class ProveCommand implements Callable<Integer> {
    private static final int EXIT_BROKEN = 1;

    enum Promise {
        payments
    }

    enum Guarantee {
        idempotency
    }

    @Parameters(paramLabel = "payments", description = "Which promise: ${COMPLETION-CANDIDATES}.")
    Promise promise;

    @Option(
            names = "--break",
            paramLabel = "idempotency",
            description = "Turns a guarantee off on a mesh of its own; the proof must then fail.")
    Guarantee broken;

    @Option(names = "--seed", defaultValue = "1", description = "Decides every choice (default: ${DEFAULT-VALUE}).")
    long seed;

    @Option(names = "--transfers", defaultValue = "30000", description = "How many (default: ${DEFAULT-VALUE}).")
    int transfers;

    @Mixin
    PortBase portBase;

    @Override
    public Integer call() throws Exception {
        if (transfers < 1) {
            throw new RefusedException("a proof needs one transfer at least, not " + transfers);
        }
        MeshClient running = new MeshClient(portBase.value);
        if (broken == null && running.isThere()) {
            return prove(running);
        }
        System.out.println(
                broken == null
                        ? "no mesh runs at this port base: starting one"
                        : "starting a mesh without " + broken + ": the proof must fail");
        MeshOptions options = new MeshOptions(
                true,
                MeshOptions.CELLS_PER_REGION_DEFAULT,
                Optional.empty(),
                MeshOptions.PORT_BASE_DEFAULT,
                true,
                broken == Guarantee.idempotency);
        Progress progress = new Progress(System.out);
        try (Mesh own = Mesh.start(OwnMesh.elsewhere(options), progress)) {
            return prove(new MeshClient(own.options().portBase()));
        }
    }

    private int prove(MeshClient mesh) throws Exception {
        PaymentsProof.Size usual = PaymentsProof.Size.DEFAULT;
        PaymentsProof.Size size = new PaymentsProof.Size(
                seed,
                usual.tenantsPerRegion(),
                usual.accounts(),
                transfers,
                usual.inFlight(),
                Math.min(usual.replays(), transfers));
        try {
            switch (promise) {
                case payments -> new PaymentsProof(mesh, size, System.out).run();
            }
            return 0;
        } catch (Violation e) {
            System.out.println("BROKEN: " + e.getMessage());
            return EXIT_BROKEN;
        }
    }
}

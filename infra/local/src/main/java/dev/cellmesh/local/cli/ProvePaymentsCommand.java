package dev.cellmesh.local.cli;

import dev.cellmesh.local.mesh.RefusedException;
import dev.cellmesh.local.prove.PaymentsProof;
import dev.cellmesh.runtime.node.Weakness;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "payments",
        mixinStandardHelpOptions = true,
        description = {
            "No money is lost or doubled while cells crash and requests are sent twice.",
            "On the running mesh, or on one of its own when none runs."
        })
final class ProvePaymentsCommand implements Callable<Integer> {
    private static final int TRANSFERS_DEFAULT = 30_000;
    private static final String IDEMPOTENCY = "idempotency";

    @Option(
            names = "--break",
            paramLabel = "GUARANTEE",
            description =
                    "Breaks a guarantee, on a mesh of its own, and the proof must then fail: " + IDEMPOTENCY + ".")
    String broken;

    @Option(names = "--seed", defaultValue = "1", description = "Decides every choice (default: ${DEFAULT-VALUE}).")
    long seed;

    @Option(
            names = "--transfers",
            defaultValue = "" + TRANSFERS_DEFAULT,
            description = "How many (default: ${DEFAULT-VALUE}).")
    int transfers;

    @Mixin
    PortBase portBase;

    @Override
    public Integer call() throws Exception {
        if (transfers < 1) {
            throw new RefusedException("a proof needs one transfer at least, not " + transfers);
        }
        if (broken != null && !broken.equals(IDEMPOTENCY)) {
            throw new RefusedException("payments does not depend on " + broken + "; it does on " + IDEMPOTENCY);
        }
        return ProofMesh.prove(
                portBase.value,
                broken == null ? "" : broken,
                Set.of(),
                broken == null ? Set.of() : Set.of(Weakness.IDEMPOTENCY),
                true,
                mesh -> new PaymentsProof(mesh, size(), System.out).run());
    }

    private PaymentsProof.Size size() {
        PaymentsProof.Size usual = PaymentsProof.Size.DEFAULT;
        return new PaymentsProof.Size(
                seed,
                usual.tenantsPerRegion(),
                usual.accounts(),
                transfers,
                usual.inFlight(),
                Math.min(usual.replays(), transfers));
    }
}

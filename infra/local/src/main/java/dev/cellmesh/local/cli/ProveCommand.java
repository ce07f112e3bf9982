package dev.cellmesh.local.cli;

import dev.cellmesh.local.mesh.Mesh;
import dev.cellmesh.local.mesh.MeshClient;
import dev.cellmesh.local.mesh.MeshOptions;
import dev.cellmesh.local.mesh.RefusedException;
import dev.cellmesh.local.mesh.Sabotage;
import dev.cellmesh.local.prove.PaymentsProof;
import dev.cellmesh.local.prove.Violation;
import dev.cellmesh.local.prove.consistency.ConsistencyProof;
import dev.cellmesh.local.prove.consistency.Guarantee;
import dev.cellmesh.runtime.node.Weakness;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

@Command(
        name = "prove",
        mixinStandardHelpOptions = true,
        description = {
            "Proves a promise on the running mesh, or on one of its own when none runs.",
            "Exit code 0: it holds; 1: it was broken, and what was seen is printed."
        })
final class ProveCommand implements Callable<Integer> {
    private static final int EXIT_BROKEN = 1;
    private static final int FULL_PERCENT = 100;
    private static final int TRANSFERS_DEFAULT = 30_000;

    enum Promise {
        payments,
        consistency
    }

    /** The words of a guarantee. */
    static final class Words implements ITypeConverter<Guarantee>, Iterable<String> {
        @Override
        public Guarantee convert(String word) {
            return Arrays.stream(Guarantee.values())
                    .filter(guarantee -> wordOf(guarantee).equals(word))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("there is no guarantee " + word));
        }

        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(Guarantee.values()).map(Words::wordOf).iterator();
        }

        static String wordOf(Guarantee guarantee) {
            return guarantee.name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** The names of checks. */
    static final class Checks implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return ConsistencyProof.names().iterator();
        }
    }

    @Parameters(paramLabel = "PROMISE", description = "Which promise: ${COMPLETION-CANDIDATES}.")
    Promise promise;

    @Option(
            names = "--break",
            paramLabel = "GUARANTEE",
            converter = Words.class,
            completionCandidates = Words.class,
            description = {
                "Breaks a guarantee, and the proof must then fail: ${COMPLETION-CANDIDATES}; payments knows idempotency",
                "only. What the mesh itself keeps is broken on a mesh of its own."
            })
    Guarantee broken;

    @Option(names = "--seed", defaultValue = "1", description = "Decides every choice (default: ${DEFAULT-VALUE}).")
    long seed;

    @Option(names = "--transfers", description = "Of payments: how many (default: " + TRANSFERS_DEFAULT + ").")
    Optional<Integer> transfers;

    @Option(
            names = "--percent",
            paramLabel = "P",
            description = "Of consistency: how much of the full numbers, 1 to 100 (default: " + FULL_PERCENT + ").")
    Optional<Integer> percent;

    @Option(
            names = "--only",
            paramLabel = "CHECK",
            completionCandidates = Checks.class,
            description = "Of consistency: one check: ${COMPLETION-CANDIDATES}.")
    String only;

    @Mixin
    PortBase portBase;

    @Override
    public Integer call() throws Exception {
        check();
        Set<Sabotage> sabotage = sabotage();
        MeshClient running = new MeshClient(portBase.value);
        Set<Weakness> weaknesses = broken == Guarantee.IDEMPOTENCY ? Set.of(Weakness.IDEMPOTENCY) : Set.of();
        if (sabotage.isEmpty() && weaknesses.isEmpty() && running.isThere()) {
            return prove(running);
        }
        System.out.println(
                broken == null
                        ? "no mesh runs at this port base: starting one"
                        : "starting a mesh to break " + Words.wordOf(broken) + ": the proof must fail");
        MeshOptions options = new MeshOptions(
                        true,
                        MeshOptions.CELLS_PER_REGION_DEFAULT,
                        Optional.empty(),
                        MeshOptions.PORT_BASE_DEFAULT,
                        promise == Promise.payments,
                        sabotage,
                        List.of())
                .without(weaknesses);
        Progress progress = new Progress(System.out);
        try (Mesh own = Mesh.start(OwnMesh.elsewhere(options), progress)) {
            return prove(new MeshClient(own.options().portBase()));
        }
    }

    private void check() {
        if (promise == Promise.payments && (percent.isPresent() || only != null)) {
            throw new RefusedException("--percent and --only are of consistency; payments takes --transfers");
        }
        if (promise == Promise.consistency && transfers.isPresent()) {
            throw new RefusedException("--transfers is of payments; consistency takes --percent and --only");
        }
        if (transfers.isPresent() && transfers.get() < 1) {
            throw new RefusedException("a proof needs one transfer at least, not " + transfers.get());
        }
        if (percent.isPresent() && (percent.get() < 1 || percent.get() > FULL_PERCENT)) {
            throw new RefusedException("--percent is 1 to 100, not " + percent.get());
        }
        List<String> checks = ConsistencyProof.names();
        if (only != null && !checks.contains(only)) {
            throw new RefusedException("there is no check " + only + "; there are " + String.join(", ", checks));
        }
        if (promise == Promise.payments && broken != null && broken != Guarantee.IDEMPOTENCY) {
            throw new RefusedException("payments does not depend on " + Words.wordOf(broken));
        }
    }

    /** What the databases have to do wrong; the rest is up to the nodes or the client. */
    private Set<Sabotage> sabotage() {
        return broken == null
                ? Set.of()
                : switch (broken) {
                    case TOKENS, LOCAL_READS -> Set.of();
                    case STALENESS -> Set.of(Sabotage.STALENESS);
                    case IDEMPOTENCY -> Set.of();
                    case REGIONAL_WRITES -> Set.of(Sabotage.REGIONAL_WRITES);
                    case ESCROW -> Set.of(Sabotage.ESCROW);
                    case UNIQUE_EMAIL -> Set.of(Sabotage.UNIQUE_EMAIL);
                };
    }

    private int prove(MeshClient mesh) throws Exception {
        try {
            switch (promise) {
                case payments -> new PaymentsProof(mesh, paymentsSize(), System.out).run();
                case consistency ->
                    new ConsistencyProof(
                                    mesh,
                                    seed,
                                    percent.orElse(FULL_PERCENT),
                                    Optional.ofNullable(broken),
                                    Optional.ofNullable(only),
                                    System.out)
                            .run();
            }
            return 0;
        } catch (Violation e) {
            System.out.println("BROKEN: " + e.getMessage());
            return EXIT_BROKEN;
        }
    }

    private PaymentsProof.Size paymentsSize() {
        PaymentsProof.Size usual = PaymentsProof.Size.DEFAULT;
        return new PaymentsProof.Size(
                seed,
                usual.tenantsPerRegion(),
                usual.accounts(),
                transfers.orElse(TRANSFERS_DEFAULT),
                usual.inFlight(),
                Math.min(usual.replays(), transfers.orElse(TRANSFERS_DEFAULT)));
    }
}

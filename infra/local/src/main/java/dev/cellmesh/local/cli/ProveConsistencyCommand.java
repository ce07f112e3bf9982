package dev.cellmesh.local.cli;

import dev.cellmesh.local.mesh.RefusedException;
import dev.cellmesh.local.mesh.Sabotage;
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
import picocli.CommandLine.TypeConversionException;

@Command(
        name = "consistency",
        mixinStandardHelpOptions = true,
        description = {
            "Every level gives what it says; keys, addresses and last units have one owner.",
            "On the running mesh, or on one of its own when none runs."
        })
final class ProveConsistencyCommand implements Callable<Integer> {
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

    @Option(
            names = "--break",
            paramLabel = "GUARANTEE",
            converter = Words.class,
            completionCandidates = Words.class,
            description = {
                "Breaks a guarantee, and the proof must then fail: ${COMPLETION-CANDIDATES}. What the mesh itself keeps",
                "is broken on a mesh of its own."
            })
    Guarantee broken;

    @Option(names = "--seed", defaultValue = "1", description = "Decides every choice (default: ${DEFAULT-VALUE}).")
    long seed;

    @Option(
            names = "--percent",
            paramLabel = "P",
            defaultValue = "" + ProveCommand.FULL_PERCENT,
            description = "How much of the full numbers, 1 to 100 (default: ${DEFAULT-VALUE}).")
    int percent;

    @Option(
            names = "--only",
            paramLabel = "CHECK",
            completionCandidates = Checks.class,
            description = "One check: ${COMPLETION-CANDIDATES}.")
    String only;

    @Mixin
    PortBase portBase;

    @Override
    public Integer call() throws Exception {
        if (percent < 1 || percent > ProveCommand.FULL_PERCENT) {
            throw new RefusedException("--percent is 1 to 100, not " + percent);
        }
        List<String> checks = ConsistencyProof.names();
        if (only != null && !checks.contains(only)) {
            throw new RefusedException("there is no check " + only + "; there are " + String.join(", ", checks));
        }
        return ProofMesh.prove(
                portBase.value,
                broken == null ? "" : Words.wordOf(broken),
                sabotage(),
                broken == Guarantee.IDEMPOTENCY ? Set.of(Weakness.IDEMPOTENCY) : Set.of(),
                false,
                mesh -> new ConsistencyProof(
                                mesh, seed, percent, Optional.ofNullable(broken), Optional.ofNullable(only), System.out)
                        .run());
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
}

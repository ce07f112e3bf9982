package dev.cellmesh.local.prove.consistency;

import dev.cellmesh.local.mesh.MeshClient;
import dev.cellmesh.local.prove.Finding;
import dev.cellmesh.local.prove.Violation;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Is every level what it says, in three regions, with distance between them and things breaking? Runs one check after the other,
 * and prints what each found.
 */
public final class ConsistencyProof {
    private final World world;
    private final Optional<String> only;
    private final PrintStream out;

    /**
     * @param percent of the full numbers
     * @param broken what this mesh, or this client, does not keep
     * @param only the name of one check
     */
    public ConsistencyProof(
            MeshClient mesh,
            long seed,
            int percent,
            Optional<Guarantee> broken,
            Optional<String> only,
            PrintStream out) {
        this.world = new World(mesh, seed, percent, broken);
        this.only = only;
        this.out = out;
    }

    private static List<Check> checks() {
        return List.of(
                new LocalReads(),
                new RegionalWrites(),
                new ReportedStaleness(),
                new ReadYourWrites(),
                new MonotonicReads(),
                new BoundedStaleness(),
                new OneEffectPerKey(),
                new UniqueEmail(),
                new LastUnits());
    }

    public static List<String> names() {
        return checks().stream().map(Check::name).toList();
    }

    /** @throws Violation when a promise was broken, once all checks have run */
    public void run() throws Exception {
        List<String> broken = new ArrayList<>();
        out.println(Finding.HEAD);
        for (Check check : checks()) {
            if (only.isEmpty() || only.get().equals(check.name())) {
                long began = System.nanoTime();
                List<Finding> findings = check.run(world);
                findings.forEach(finding -> out.println(finding.line()));
                out.printf("    (%s took %.0f s)%n", check.name(), (System.nanoTime() - began) / 1e9);
                findings.stream()
                        .filter(finding -> !finding.holds())
                        .forEach(finding -> broken.add(finding.name().trim() + ": " + finding.seen()));
            }
        }
        out.println();
        world.tally.all().forEach((what, count) -> out.printf("  %-66s %10d%n", what, count));
        if (!broken.isEmpty()) {
            throw new Violation(String.join("; ", broken));
        }
        out.println("PROVEN: every level gave what it says");
    }
}

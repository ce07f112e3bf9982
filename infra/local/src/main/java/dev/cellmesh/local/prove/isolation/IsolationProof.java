package dev.cellmesh.local.prove.isolation;

import dev.cellmesh.local.prove.Finding;
import dev.cellmesh.local.prove.Violation;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Does a poison tenant, an overload or a slow cell reach few others? Runs one check after the other, each on meshes of its own, and
 * prints what each found.
 */
public final class IsolationProof {
    private final World world;
    private final Optional<String> only;
    private final PrintStream out;

    /** What one check found, and how long that took. */
    public record Found(String check, String purpose, Duration took, List<Finding> findings) {
        public Found {
            findings = List.copyOf(findings);
        }
    }

    /**
     * @param meshes where they are
     * @param broken what every mesh that has to hold does without; the proof must then fail
     * @param only the name of one check
     */
    public IsolationProof(
            Meshes meshes,
            Scale scale,
            long seed,
            Optional<Protection> broken,
            Optional<String> only,
            PrintStream out) {
        this.world = new World(meshes, scale, seed, broken, out);
        this.only = only;
        this.out = out;
    }

    private static List<Check> checks() {
        return List.of(
                new DeadRegion(),
                new StalledService(),
                new Brownout(),
                new ControlPlaneDown(),
                new Overload(),
                new PoisonTenant());
    }

    public static List<String> names() {
        return checks().stream().map(Check::name).toList();
    }

    /**
     * Runs every check; a broken promise ends none of the others.
     *
     * @param each told of a check when it is through
     * @throws Violation when a promise was broken, or a control did not break it
     */
    public void run(Consumer<Found> each) throws Exception {
        List<Check> chosen = checks().stream()
                .filter(check -> only.isEmpty() || only.get().equals(check.name()))
                .toList();
        Duration all = chosen.stream().map(check -> check.lasts(world.scale)).reduce(Duration.ZERO, Duration::plus);
        out.printf(
                "%d checks at %d percent of their full size, on meshes of their own: about %d minutes%n",
                chosen.size(), world.scale.percent(), Math.max(1, Math.round(all.toSeconds() / 60.0)));
        List<String> broken = new ArrayList<>();
        for (Check check : chosen) {
            Found found = run(check);
            each.accept(found);
            found.findings().stream()
                    .filter(finding -> !finding.holds())
                    .forEach(finding -> broken.add(check.name() + ", " + finding.name() + ": " + finding.seen()));
        }
        if (!broken.isEmpty()) {
            throw new Violation(String.join("; ", broken));
        }
        out.println("PROVEN: what fails stays in its place"
                + (world.scale.isFull() ? "" : ", as far as " + world.scale.percent() + " percent can show"));
    }

    private Found run(Check check) throws Exception {
        out.printf(
                "%n%s: %s (about %d s)%n",
                check.name(), check.purpose(), check.lasts(world.scale).toSeconds());
        long beganNanos = System.nanoTime();
        List<Finding> findings = findings(check);
        Duration took = Duration.ofNanos(System.nanoTime() - beganNanos);
        out.println(Finding.HEAD);
        findings.forEach(finding -> out.println(finding.line()));
        out.printf("    (%s took %d s)%n", check.name(), took.toSeconds());
        return new Found(check.name(), check.purpose(), took, findings);
    }

    /** What could not be tried is not proven, and keeps nobody from trying the rest. */
    private List<Finding> findings(Check check) throws Exception {
        try {
            return check.run(world);
        } catch (Violation | IllegalStateException failure) {
            return List.of(new Finding("tried", "to its end", String.valueOf(failure.getMessage()), false));
        }
    }
}

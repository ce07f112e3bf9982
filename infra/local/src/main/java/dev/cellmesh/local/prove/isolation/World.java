package dev.cellmesh.local.prove.isolation;

import dev.cellmesh.local.mesh.MeshOptions;
import dev.cellmesh.local.prove.isolation.load.Answers;
import dev.cellmesh.model.route.TenantPlan;
import dev.cellmesh.runtime.node.Weakness;
import java.io.PrintStream;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How hard are promises tried, on what meshes, and who hears of it? */
final class World {
    /** A plan that no machine reaches: limits are not what is tried. */
    static final TenantPlan UNLIMITED = new TenantPlan("proof", TenantPlan.REQUESTS_MAX, TenantPlan.REQUESTS_MAX);

    final Scale scale;
    private final long seed;
    private long loads;
    private final Meshes meshes;
    private final Optional<Protection> broken;
    private final PrintStream out;

    World(Meshes meshes, Scale scale, long seed, Optional<Protection> broken, PrintStream out) {
        this.meshes = meshes;
        this.scale = scale;
        this.seed = seed;
        this.broken = broken;
        this.out = out;
    }

    /**
     * A mesh of these options, and without some protections; whoever opens it closes it before the next.
     *
     * @param without what a control does without; a mesh that has to hold lacks no more than what {@code --break} says
     */
    Ground open(MeshOptions options, Set<Weakness> without) throws Exception {
        Set<Weakness> lacking = EnumSet.noneOf(Weakness.class);
        lacking.addAll(options.weaknesses());
        lacking.addAll(without);
        if (without.isEmpty()) {
            broken.ifPresent(protection -> lacking.add(protection.weakness()));
        }
        note("starting a mesh of " + options.cellsPerRegion() + " cells in us-east1 and " + options.cellsElsewhere()
                + " in each other region" + (lacking.isEmpty() ? "" : ", without " + lacking));
        return new Ground(meshes.start(options.without(lacking)));
    }

    /** A mesh without distance, in this JVM. */
    static MeshOptions plain(int cells) {
        return new MeshOptions(
                false, cells, Optional.empty(), MeshOptions.PORT_BASE_DEFAULT, false, Set.of(), List.of());
    }

    /** The same, as far apart as regions are. */
    static MeshOptions distant(int cells) {
        return new MeshOptions(
                true, cells, Optional.empty(), MeshOptions.PORT_BASE_DEFAULT, false, Set.of(), List.of());
    }

    /** The same, each cell and edge a process of its own, which both compilers serve. */
    static MeshOptions processes(MeshOptions options) {
        return new MeshOptions(
                        options.wan(),
                        options.cellsPerRegion(),
                        options.data(),
                        options.portBase(),
                        true,
                        options.sabotage(),
                        options.services())
                .withNodeJavaOptions(List.of("-XX:TieredStopAtLevel=4"));
    }

    /**
     * Of the next load: never the same twice in a run, since the same keys would come again, and be answered by what is stored under
     * them; and the same in the next run.
     */
    long nextSeed() {
        return seed * 1_000_003 + loads++;
    }

    /** What is worth knowing, but is no figure. */
    void note(String text) {
        out.println("    " + text);
    }

    /** All that was measured in one part. */
    void samples(String what, Answers answers) {
        note(what + ": " + answers);
    }
}

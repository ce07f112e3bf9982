package dev.cellmesh.load.overhead;

import dev.cellmesh.load.run.ExitCode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What does a cell cost, and what an edge before it? Measures both against a bare Vert.x handler that runs the same statement
 * on the same primary: in one run, in turns, on the same cores, each at saturation. See RATIONALE.md for what that means.
 */
public final class Overhead {
    /**
     * How long and how often?
     *
     * @param rounds in each of which every subject has one turn with each work; at least {@value PairedRatio#ROUNDS_MIN}
     * @param warmup of each subject with each work, before anything counts; too little, and the compiler is measured
     * @param connections each with one request on its way
     * @param seed of the order of turns
     */
    public record Plan(int rounds, Duration warmup, Duration block, int connections, long seed) {
        public static final Plan DEFAULT = new Plan(10, Duration.ofSeconds(15), Duration.ofSeconds(4), 32, 1);

        public Plan {
            if (rounds < PairedRatio.ROUNDS_MIN || connections < 1 || block.isNegative() || block.isZero()) {
                throw new IllegalArgumentException("at least " + PairedRatio.ROUNDS_MIN + " rounds of some time");
            }
        }

        public Plan withSeed(long other) {
            return new Plan(rounds, warmup, block, connections, other);
        }
    }

    private static final Duration FIRST_TURN = Duration.ofSeconds(3);

    private final Plan plan;
    private final PrintStream out;
    private final Saturation saturation = new Saturation(System::nanoTime);

    public Overhead(Plan plan, PrintStream out) {
        this.plan = plan;
        this.out = out;
    }

    /**
     * Brings up a mesh of its own, measures, prints a table, and takes the mesh down again. Blocks for some minutes.
     *
     * @param root of the repository, where {@code infra/mesh} is
     * @return {@link ExitCode#PASS}, {@link ExitCode#SLO_BREACHED} when a goal is missed, {@link ExitCode#TARGET} when the mesh
     *     does not come up, {@link ExitCode#ERROR} when an answer was not as it should be
     */
    public int run(Path root) throws InterruptedException {
        if (!Files.isExecutable(root.resolve("infra/mesh"))) {
            out.println("there is no infra/mesh below " + root);
            return ExitCode.TARGET;
        }
        out.println("bringing up a mesh with one cell a region and no distance, and the bare server beside it ...");
        try (MeasuredMesh mesh = MeasuredMesh.start(root)) {
            return measured(mesh);
        } catch (IOException e) {
            out.println("not measured: " + e.getMessage());
            return ExitCode.TARGET;
        }
    }

    private int measured(MeasuredMesh mesh) throws IOException, InterruptedException {
        List<String> accounts = mesh.openAccounts(2 * plan.connections());
        out.println("warming up: " + plan.warmup().toSeconds() + " s for each of "
                + Work.values().length * Subject.values().length + " ...");
        long left = plan.warmup().toNanos();
        for (int turn = 0; left > 0; turn++) {
            long nanos = Math.min(left, FIRST_TURN.toNanos());
            for (Work work : Work.values()) {
                for (Subject subject : Subject.values()) {
                    block(mesh, accounts, work, subject, nanos, "warm-" + turn);
                }
            }
            left -= nanos;
        }
        Measured measured = new Measured();
        Rounds rounds = new Rounds(plan.seed());
        for (int round = 0; round < plan.rounds(); round++) {
            out.println("round " + (round + 1) + " of " + plan.rounds());
            for (Work work : Work.values()) {
                for (Subject subject : rounds.next()) {
                    measured.add(
                            work,
                            subject,
                            block(mesh, accounts, work, subject, plan.block().toNanos(), "round-" + round));
                }
            }
        }
        return told(measured);
    }

    private int told(Measured measured) {
        out.println();
        out.println("Closed loop at saturation: " + plan.connections()
                + " connections, each sending its next request when it"
                + " has its answer. " + plan.rounds() + " rounds of "
                + plan.block().toMillis()
                + " ms turns in random order (seed " + plan.seed() + "),");
        out.println(
                "all on the same " + Runtime.getRuntime().availableProcessors()
                        + " cores, generator and databases included. Ratios are paired by round; in brackets their 95 % interval.");
        out.println(
                "Processor time is that of a request; the generator's (load) is in every throughput, and narrows its ratios.");
        out.println();
        boolean reached = OverheadTable.print(out, measured);
        out.println();
        if (measured.failures() > 0) {
            out.println(measured.failures() + " answers were not as they should be: these figures are worth nothing.");
            return ExitCode.ERROR;
        }
        return reached ? ExitCode.PASS : ExitCode.SLO_BREACHED;
    }

    private Block block(MeasuredMesh mesh, List<String> accounts, Work work, Subject subject, long nanos, String name)
            throws IOException {
        Requests requests = new Requests(
                work, MeasuredMesh.TENANT, mesh.token(), accounts, plan.connections(), name + '-' + subject.name());
        List<Long> servers = mesh.servers(subject);
        Map<Long, Long> databasesBefore = ProcessClock.nanosIn(mesh.databases());
        long serversBefore = ProcessClock.nanosOf(servers);
        long generatorBefore = ProcessClock.ownNanos();
        Saturation.Count count = saturation.run(mesh.port(subject), requests, plan.connections(), work.status(), nanos);
        long generatorNanos = ProcessClock.ownNanos() - generatorBefore;
        long serverNanos = ProcessClock.nanosOf(servers) - serversBefore;
        Map<Long, Long> databasesAfter = ProcessClock.nanosIn(mesh.databases());
        if (count.good() == 0) {
            throw new IOException(subject.shown() + " gave no good answer to a " + work.shown());
        }
        return new Block(
                count.good(),
                count.others(),
                count.tookNanos(),
                serverNanos,
                ProcessClock.between(databasesBefore, databasesAfter),
                generatorNanos);
    }

    /** For trying it out: the repository's folder, and optionally rounds, seconds of warm-up and of a turn. */
    public static void main(String[] arguments) throws InterruptedException {
        Plan plan = arguments.length < 4
                ? Plan.DEFAULT
                : new Plan(
                        Integer.parseInt(arguments[1]),
                        Duration.ofSeconds(Long.parseLong(arguments[2])),
                        Duration.ofSeconds(Long.parseLong(arguments[3])),
                        Plan.DEFAULT.connections(),
                        Plan.DEFAULT.seed());
        System.exit(new Overhead(plan, System.out).run(Path.of(arguments[0]).toAbsolutePath()));
    }
}

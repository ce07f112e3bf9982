package dev.cellmesh.load.overhead;

import dev.cellmesh.load.run.ExitCode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/**
 * What does a cell pay for a request that it refuses, beside one that it serves? The processor time of both, in one run, in turns, on a
 * mesh of its own: a read and a write that are served, shed (503) and beyond their tenant's plan (429), each at saturation.
 */
public final class RefusalCost {
    private static final double SHARE_MOST = 0.05;
    /** So few that they do not change what a served one costs. */
    private static final double SHED_SHARE_MOST = 0.01;

    private static final Duration FIRST_TURN = Duration.ofSeconds(2);
    /** Of the tenant whose requests are refused, a second: what its plan allows is served, and does not count. */
    private static final int ALLOWED_PER_SECOND = 1;

    /**
     * How long and how often?
     *
     * @param rounds in each of which everything has one turn; at least {@value PairedRatio#ROUNDS_MIN}
     * @param warmup of each, before anything counts
     * @param connections each with one request on its way; so few that a cell does not shed what it is to serve
     */
    public record Plan(int rounds, Duration warmup, Duration block, int connections, long seed) {
        public static final Plan DEFAULT = new Plan(5, Duration.ofSeconds(10), Duration.ofSeconds(3), 16, 1);
    }

    private final Plan plan;
    private final PrintStream out;
    private final Saturation saturation = new Saturation(System::nanoTime);
    private final Map<Work, Map<Refused, List<Block>>> blocks = new EnumMap<>(Work.class);

    public RefusalCost(Plan plan, PrintStream out) {
        this.plan = plan;
        this.out = out;
    }

    /**
     * Blocks for some minutes.
     *
     * @param root of the repository, where {@code infra/mesh} is
     * @return {@link ExitCode#PASS}, {@link ExitCode#SLO_BREACHED} when a refusal costs more than it may, {@link ExitCode#TARGET} when
     *     the mesh does not come up, {@link ExitCode#ERROR} when an answer was not as it should be
     */
    public int run(Path root) throws InterruptedException {
        out.println("bringing up a mesh with one cell a region and no distance ...");
        try (MeasuredMesh mesh = MeasuredMesh.start(root)) {
            return measured(mesh);
        } catch (IOException e) {
            out.println("not measured: " + e.getMessage());
            return ExitCode.TARGET;
        }
    }

    private int measured(MeasuredMesh mesh) throws IOException, InterruptedException {
        List<String> accounts = mesh.openAccounts(2 * plan.connections());
        mesh.limit(MeasuredMesh.OTHER_TENANT, "least", ALLOWED_PER_SECOND);
        String limited = mesh.token(MeasuredMesh.OTHER_TENANT);
        out.println("warming up ...");
        long left = plan.warmup().toNanos();
        for (int turn = 0; left > 0; turn++) {
            for (Work work : Work.values()) {
                for (Refused refused : Refused.values()) {
                    block(mesh, limited, accounts, work, refused, FIRST_TURN.toNanos(), "warm-" + turn);
                }
            }
            left -= FIRST_TURN.toNanos();
        }
        Random random = new Random(plan.seed());
        for (int round = 0; round < plan.rounds(); round++) {
            out.println("round " + (round + 1) + " of " + plan.rounds());
            for (Work work : Work.values()) {
                List<Refused> order = new ArrayList<>(List.of(Refused.values()));
                Collections.shuffle(order, random);
                for (Refused refused : order) {
                    of(work, refused)
                            .add(block(
                                    mesh,
                                    limited,
                                    accounts,
                                    work,
                                    refused,
                                    plan.block().toNanos(),
                                    "round-" + round));
                }
            }
        }
        return told();
    }

    private List<Block> of(Work work, Refused refused) {
        return blocks.computeIfAbsent(work, w -> new EnumMap<>(Refused.class))
                .computeIfAbsent(refused, r -> new ArrayList<>());
    }

    private Block block(
            MeasuredMesh mesh,
            String limited,
            List<String> accounts,
            Work work,
            Refused refused,
            long nanos,
            String name)
            throws IOException {
        boolean beyond = refused == Refused.BEYOND_PLAN;
        Requests requests = new Requests(
                work,
                beyond ? MeasuredMesh.OTHER_TENANT : MeasuredMesh.TENANT,
                beyond ? limited : mesh.token(),
                refused.header(),
                accounts,
                plan.connections(),
                name + '-' + refused.name());
        List<Long> cell = mesh.servers(Subject.CELL);
        Map<Long, Long> databasesBefore = ProcessClock.nanosIn(mesh.databases());
        long cellBefore = ProcessClock.nanosOf(cell);
        long ownBefore = ProcessClock.ownNanos();
        Saturation.Count count =
                saturation.run(mesh.port(Subject.CELL), requests, plan.connections(), refused.status(work), nanos);
        long ownNanos = ProcessClock.ownNanos() - ownBefore;
        long cellNanos = ProcessClock.nanosOf(cell) - cellBefore;
        long databaseNanos = ProcessClock.between(databasesBefore, ProcessClock.nanosIn(mesh.databases()));
        if (count.good() == 0) {
            throw new IOException("no " + work.shown() + " was " + refused.shown());
        }
        return new Block(count.good(), count.others(), count.tookNanos(), cellNanos, databaseNanos, ownNanos);
    }

    private int told() {
        out.printf(
                Locale.ROOT,
                "%n%-6s %-21s %10s %8s %9s %9s  %-22s %-22s %s%n",
                "",
                "",
                "requests",
                "others",
                "cell us",
                "PG us",
                "cell + PG, of served",
                "cell alone, of served",
                "goal");
        boolean reached = true;
        boolean asTheyShould = true;
        for (Work work : Work.values()) {
            for (Refused refused : Refused.values()) {
                reached &= line(work, refused);
                asTheyShould &= of(work, refused).stream().allMatch(block -> isAsItShould(refused, block));
            }
        }
        if (!asTheyShould) {
            out.println("some answers were not as they should be: these figures are worth nothing.");
            return ExitCode.ERROR;
        }
        return reached ? ExitCode.PASS : ExitCode.SLO_BREACHED;
    }

    /** Its plan lets a few through, with a burst at the start; and of a cell that is saturated, a few may be shed. */
    private static boolean isAsItShould(Refused refused, Block block) {
        double seconds = block.tookNanos() / 1e9;
        return block.failures()
                <= switch (refused) {
                    case SERVED -> block.requests() * SHED_SHARE_MOST;
                    case SHED -> 0;
                    case BEYOND_PLAN -> ALLOWED_PER_SECOND * (seconds + 2);
                };
    }

    private boolean line(Work work, Refused refused) {
        boolean measure = refused == Refused.SERVED;
        PairedRatio whole = ratio(work, refused, block -> block.serverMicros() + block.databaseMicros());
        PairedRatio cell = ratio(work, refused, Block::serverMicros);
        boolean reached = measure || whole.ratio() <= SHARE_MOST;
        out.printf(
                Locale.ROOT,
                "%-6s %-21s %8.0f/s %6.2f %% %9.1f %9.1f  %-22s %-22s %s%n",
                work.shown(),
                refused.shown(),
                mean(work, refused, Block::requestsPerSecond),
                100 * mean(work, refused, block -> (double) block.failures() / (block.requests() + block.failures())),
                mean(work, refused, Block::serverMicros),
                mean(work, refused, Block::databaseMicros),
                measure ? "" : shown(whole),
                measure ? "" : shown(cell),
                measure
                        ? ""
                        : String.format(Locale.ROOT, "<= %.0f %% %s", SHARE_MOST * 100, reached ? "ok" : "MISSED"));
        return reached;
    }

    private PairedRatio ratio(Work work, Refused refused, ToDoubleFunction<Block> of) {
        return PairedRatio.of(values(work, refused, of), values(work, Refused.SERVED, of));
    }

    private List<Double> values(Work work, Refused refused, ToDoubleFunction<Block> of) {
        return of(work, refused).stream().map(block -> of.applyAsDouble(block)).toList();
    }

    private double mean(Work work, Refused refused, ToDoubleFunction<Block> of) {
        return of(work, refused).stream().mapToDouble(of).average().orElseThrow();
    }

    private static String shown(PairedRatio ratio) {
        return String.format(
                Locale.ROOT, "%.1f %% [%.1f, %.1f]", ratio.ratio() * 100, ratio.low() * 100, ratio.high() * 100);
    }
}

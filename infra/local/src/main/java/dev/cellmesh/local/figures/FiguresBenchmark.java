package dev.cellmesh.local.figures;

import dev.cellmesh.local.mesh.Mesh;
import dev.cellmesh.local.mesh.MeshClient;
import dev.cellmesh.local.mesh.MeshOptions;
import dev.cellmesh.local.mesh.MeshProgress;
import dev.cellmesh.local.wan.RoundTrips;
import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.runtime.node.Endpoint;
import io.vertx.core.Vertx;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.HdrHistogram.Histogram;

/**
 * Does a mesh on this machine reach its figures? Start, memory, round trips to the database and over the WAN, and what a
 * transfer takes. One mesh, one JVM, WAN on, and in the same run the control: a slower link to the nearest region must be
 * felt by a quorum write.
 */
public final class FiguresBenchmark {
    private static final double READY_SECONDS_MAX = 30;
    private static final double RESIDENT_GIB_MAX = 2.5;
    private static final double OVER_ROUND_TRIP_MILLIS_MAX = 10;
    private static final double EXACT_SHARE_MIN = 0.99;
    private static final double SLOWER_BY_MILLIS = 100;

    /** Each with accounts of its own, so that calls do not wait for each other. */
    private static final int CALLERS = 3;

    private static final int WARM_UP_CALLS = 40;
    private static final int CALLS = 100;
    private static final Duration TOKEN_VALID = Duration.ofHours(1);
    private static final String TENANT = "acme";
    private static final Region HOME = MeshOptions.REGIONS.get(0);
    private static final Region NEAREST = MeshOptions.REGIONS.get(1);
    private static final Region FARTHEST = MeshOptions.REGIONS.get(2);
    private static final double GIB = 1L << 30;

    private final PrintStream out;
    private final MeshProgress progress;
    private final List<Figure> figures = new ArrayList<>();
    private final List<Caller> callers = new ArrayList<>();
    private List<Endpoint> cells = List.of();

    public FiguresBenchmark(PrintStream out, MeshProgress progress) {
        this.out = out;
        this.progress = progress;
    }

    /** Returns 0 when every figure is reached, 1 otherwise. */
    public int run(MeshOptions options) throws Exception {
        Vertx vertx = Vertx.vertx();
        DatabaseTaps taps = new DatabaseTaps(vertx);
        // Alone, so that nothing else that services do in the background is on the wire that is counted.
        try (Mesh mesh = Mesh.start(options.serving("payments"), progress, taps)) {
            measureStart(mesh);
            connect(mesh);
            measureRoundTrips(taps);
            measureWan(mesh);
        } finally {
            vertx.close();
        }
        out.printf("%n  %-58s %-26s %-22s%n", "FIGURE", "GOAL", "SEEN");
        figures.forEach(figure -> out.println(figure.line()));
        return figures.stream().allMatch(Figure::isReached) ? 0 : 1;
    }

    private void add(String name, String goal, String seen, boolean isReached) {
        Figure figure = new Figure(name, goal, seen, isReached);
        figures.add(figure);
        out.println(figure.line());
    }

    private void measureStart(Mesh mesh) {
        Instant began = ProcessHandle.current().info().startInstant().orElseThrow();
        double seconds = Duration.between(began, Instant.now()).toMillis() / 1e3;
        add(
                "start of the process to READY, 3 regions x " + mesh.options().cellsPerRegion() + " cells",
                "<= 30 s",
                String.format("%.1f s", seconds),
                seconds <= READY_SECONDS_MAX);
        double gib = mesh.status().residentBytes() / GIB;
        add(
                "resident memory of all processes, one JVM, idle",
                "<= 2.5 GiB",
                String.format("%.2f GiB", gib),
                gib <= RESIDENT_GIB_MAX);
    }

    private void connect(Mesh mesh) throws Exception {
        String admin = mesh.mintToken("figures", null, Set.of(dev.cellmesh.runtime.identity.Caller.ADMIN), TOKEN_VALID);
        cells = new MeshClient(mesh.options().portBase())
                        .admin("/v1/admin/tenants/" + TENANT, admin)
                        .getJsonObject("data")
                        .getJsonObject("cells")
                        .getJsonArray(HOME.name())
                        .stream()
                        .map(cell -> mesh.ports().cell(CellId.parse((String) cell)))
                        .toList();
        String token = mesh.mintToken("figures", TENANT, Set.of(), TOKEN_VALID);
        for (int i = 0; i < CALLERS; i++) {
            Caller caller = new Caller(region -> "http://" + mesh.ports().edge(region), TENANT, token);
            caller.openAccounts(HOME);
            callers.add(caller);
        }
        for (Region edge : MeshOptions.REGIONS) {
            together(WARM_UP_CALLS, caller -> caller.transfer(edge));
            together(WARM_UP_CALLS, caller -> caller.readBalance(edge));
        }
        together(WARM_UP_CALLS, Caller::replay);
        together(WARM_UP_CALLS, caller -> transferAndReplayElsewhere(caller));
    }

    private void measureRoundTrips(DatabaseTaps taps) throws Exception {
        roundTrips(taps, "read balance", 1, caller -> caller.readBalance(HOME));
        roundTrips(taps, "transfer", 1, caller -> caller.transfer(HOME));
        roundTrips(taps, "transfer, and its replay at another cell", 3, caller -> transferAndReplayElsewhere(caller));
        callers.getFirst().transfer(cells.getFirst());
        roundTrips(taps, "replay at the cell that answered first", 0, Caller::replay);
    }

    private long transferAndReplayElsewhere(Caller caller) {
        long took = caller.transfer(cells.getFirst());
        return took + caller.replayAt(cells.getLast());
    }

    private void roundTrips(DatabaseTaps taps, String call, int goal, ToLongFunction<Caller> action) throws Exception {
        // One caller: what several send at the same time shares round trips, and would look better than it is.
        long before = taps.roundTrips();
        together(callers.subList(0, 1), CALLS, action);
        double each = (taps.roundTrips() - before) / (double) CALLS;
        add(
                "database round trips per call, on the wire: " + call,
                String.format("%.3f", (double) goal),
                String.format("%.3f", each),
                each == goal);
    }

    private void measureWan(Mesh mesh) throws Exception {
        RoundTrips world = RoundTrips.WORLD;
        double quorum = world.nearest(HOME, MeshOptions.REGIONS);
        double fromNearest = world.between(NEAREST, HOME);
        double fromFarthest = world.between(FARTHEST, HOME);
        wan("0: read balance, home edge", 0, together(CALLS, caller -> caller.readBalance(HOME)));
        Histogram home = together(CALLS, caller -> caller.transfer(HOME));
        wan("1: transfer, home edge", quorum, home);
        wan("1 more: transfer, " + NEAREST, fromNearest + quorum, together(CALLS, caller -> caller.transfer(NEAREST)));
        wan(
                "1 more: transfer, " + FARTHEST,
                fromFarthest + quorum,
                together(CALLS, caller -> caller.transfer(FARTHEST)));
        double median = home.getValueAtPercentile(50) / 1e6;
        add(
                "transfer p50, home edge",
                String.format("<= %.0f + %.0f ms", quorum, OVER_ROUND_TRIP_MILLIS_MAX),
                String.format("%.1f ms", median),
                median <= quorum + OVER_ROUND_TRIP_MILLIS_MAX);
        mesh.slowDown(HOME, NEAREST, SLOWER_BY_MILLIS / 2);
        double slower = together(CALLS, caller -> caller.transfer(HOME)).getValueAtPercentile(50) / 1e6;
        add(
                "control: the same, nearest region " + Math.round(SLOWER_BY_MILLIS) + " ms farther",
                String.format(">= %.0f ms", quorum + SLOWER_BY_MILLIS),
                String.format("%.1f ms", slower),
                slower >= quorum + SLOWER_BY_MILLIS);
    }

    /**
     * A call that makes exactly the round trips it should takes at least as long as they do, and less than one more of the
     * shortest there is.
     */
    private void wan(String call, double pathMillis, Histogram took) {
        double oneMore = pathMillis + RoundTrips.WORLD.between(HOME, NEAREST);
        long exact = took.getCountBetweenValues((long) (pathMillis * 1e6), (long) (oneMore * 1e6) - 1);
        double share = exact / (double) took.getTotalCount();
        add(
                "WAN round trips " + call,
                String.format("exact for >= %.0f %%", EXACT_SHARE_MIN * 100),
                String.format("%.1f %%", share * 100),
                share >= EXACT_SHARE_MIN);
    }

    private Histogram together(int calls, ToLongFunction<Caller> action) throws Exception {
        return together(callers, calls, action);
    }

    /** Each caller makes that many calls, one after the other; what they took, in nanoseconds. */
    private static Histogram together(List<Caller> callers, int calls, ToLongFunction<Caller> action) throws Exception {
        Histogram took = new Histogram(TimeUnit.MINUTES.toNanos(1), 3);
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<long[]>> running = new ArrayList<>();
            for (Caller caller : callers) {
                running.add(executor.submit(() -> {
                    long[] each = new long[calls];
                    for (int i = 0; i < calls; i++) {
                        each[i] = action.applyAsLong(caller);
                    }
                    return each;
                }));
            }
            for (Future<long[]> each : running) {
                for (long nanos : each.get()) {
                    took.recordValue(nanos);
                }
            }
        }
        return took;
    }
}

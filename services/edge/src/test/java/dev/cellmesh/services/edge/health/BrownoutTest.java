package dev.cellmesh.services.edge.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.CellId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What do clients feel of a brownout? A region of eight cells and twenty-eight tenants with two cells each, simulated: requests
 * come at random, take 3.5 ms at the median with a long tail, and are picked and judged as at an edge.
 */
class BrownoutTest {
    private static final int CELLS = 8;
    private static final double MEDIAN_MILLIS = 3.5;
    private static final double SIGMA = 0.5;
    private static final double SLOWER_MILLIS = 31.5;
    private static final double GOAL_MILLIS = 25;
    private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int BROWN_FROM_SECONDS = 20;

    private record Done(long atNanos, Visit visit) {}

    private final Fleet fleet = new Fleet(CELLS);
    private final List<List<CellId>> tenants = new ArrayList<>();
    private Random random;
    private CellPicker picker;
    private final PriorityQueue<Done> underWay = new PriorityQueue<>(Comparator.comparingLong(Done::atNanos));

    private int requests;
    private int breaches;
    private long lastAtTheSlowNanos;
    private long ejectedNanos;
    /** Nothing ends at this cell before that. */
    private final long[] pausedUntilNanos = new long[CELLS + 1];

    private void begin(long seed) {
        random = new Random(seed);
        picker = new CellPicker(fleet.health, random);
        for (int one = 1; one <= CELLS; one++) {
            for (int other = one + 1; other <= CELLS; other++) {
                tenants.add(List.of(Fleet.cell(one), Fleet.cell(other)));
            }
        }
        fleet.tenants.addAll(tenants);
    }

    private void run(double seconds, int perSecond, Set<Integer> slow, double pausesPerSecond) {
        long end = fleet.nowNanos + TimeUnit.MILLISECONDS.toNanos((long) (seconds * 1_000));
        while (fleet.nowNanos < end) {
            fleet.nowNanos += STEP_NANOS;
            while (!underWay.isEmpty() && underWay.peek().atNanos() <= fleet.nowNanos) {
                Visit visit = underWay.remove().visit();
                visit.judged(Outcome.GOOD, fleet.nowNanos);
                visit.ended(fleet.nowNanos);
            }
            if (random.nextDouble() < pausesPerSecond / 1_000) {
                pausedUntilNanos[1 + random.nextInt(CELLS)] = fleet.nowNanos + Fleet.millis(random.nextInt(600));
            }
            for (double left = random.nextDouble(); left < perSecond / 1_000.0; left++) {
                send(slow);
            }
            if (fleet.nowNanos / STEP_NANOS % 100 == 0) {
                fleet.health.tick();
                if (ejectedNanos == 0 && fleet.events.contains("3 LATENCY")) {
                    ejectedNanos = fleet.nowNanos;
                }
            }
        }
    }

    private void send(Set<Integer> slow) {
        int tenant = random.nextInt(tenants.size());
        CellId cell = picker.pick(tenants.get(tenant), Set.of(), random.nextInt(10) > 0)
                .orElseThrow();
        Visit visit = fleet.health.began(cell, Fleet.read("tenant-" + tenant));
        visit.sent(fleet.nowNanos);
        double millis = MEDIAN_MILLIS * Math.exp(SIGMA * random.nextGaussian());
        if (slow.contains(cell.number())) {
            millis += SLOWER_MILLIS;
            lastAtTheSlowNanos = ejectedNanos == 0 ? fleet.nowNanos : lastAtTheSlowNanos;
        }
        long atNanos = Math.max(fleet.nowNanos + Fleet.millis(millis), pausedUntilNanos[cell.number()]);
        underWay.add(new Done(atNanos, visit));
        requests++;
        breaches += atNanos - fleet.nowNanos > Fleet.millis(GOAL_MILLIS) ? 1 : 0;
    }

    /** From few requests a cell and second to many. */
    @ParameterizedTest
    @ValueSource(ints = {80, 200, 900})
    void aCellTenTimesSlowerIsDrainedInTimeAndFewFeelIt(int perSecond) {
        Set<String> tooLate = new TreeSet<>();
        for (long seed = 0; seed < 10; seed++) {
            BrownoutTest one = new BrownoutTest();
            one.begin(seed);
            one.run(BROWN_FROM_SECONDS, perSecond, Set.of(), 0);
            long from = one.fleet.nowNanos;
            one.run(20, perSecond, Set.of(3), 0);
            one.run(20, perSecond, Set.of(), 0);
            assertThat(one.fleet.events).as("seed " + seed).containsExactly("3 LATENCY");
            if (one.lastAtTheSlowNanos - from > TimeUnit.SECONDS.toNanos(2)) {
                tooLate.add("seed " + seed);
            }
            assertThat((double) one.breaches / one.requests).as("seed " + seed).isLessThan(0.01);
        }
        assertThat(tooLate).hasSizeLessThanOrEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {80, 900})
    void tenCleanMinutesEjectNobodyThoughCellsPauseNowAndThen(int perSecond) {
        begin(7);
        run(600, perSecond, Set.of(), 0.2);
        assertThat(fleet.events).isEmpty();
    }

    @Test
    void aRegionThatIsSlowAsAWholeLosesNobody() {
        begin(7);
        run(20, 200, Set.of(), 0);
        run(60, 200, Set.of(1, 2, 3, 4, 5, 6, 7, 8), 0);
        assertThat(fleet.events).isEmpty();
    }
}

package dev.cellmesh.services.edge.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** The cells of one region as an edge sees them, with a clock that goes when it is told to. */
final class Fleet implements HealthListener {
    static final Region US = new Region("us-east1");
    private static final List<String> TENANTS = List.of("acme", "globex", "initech", "umbrella");

    final List<CellId> cells;
    final FleetHealth health;
    final List<String> events = new ArrayList<>();
    /** Sets of cells of tenants, of each of which one must be left. */
    final List<List<CellId>> tenants = new ArrayList<>();

    final Random random = new Random(7);
    long nowNanos = 1;
    private int turn;

    Fleet(int count) {
        this(count, true);
    }

    Fleet(int count, boolean judging) {
        cells = IntStream.rangeClosed(1, count).mapToObj(Fleet::cell).toList();
        health = new FleetHealth(cells, judging, this::leavesNone, new Random(7), () -> nowNanos, this);
    }

    static CellId cell(int number) {
        return new CellId(US, number);
    }

    static Traffic read(String tenant) {
        return new Traffic(new TenantId(tenant), US, TrafficClass.STRONG_READ);
    }

    static Traffic write(String tenant) {
        return new Traffic(new TenantId(tenant), US, TrafficClass.QUORUM_WRITE);
    }

    private boolean leavesNone(CellId ejected, Predicate<CellId> isOut) {
        return tenants.stream()
                .anyMatch(set -> set.contains(ejected)
                        && set.stream().allMatch(cell -> cell.equals(ejected) || isOut.test(cell)));
    }

    static long millis(double millis) {
        return (long) (millis * TimeUnit.MILLISECONDS.toNanos(1));
    }

    void tick() {
        nowNanos += FleetHealth.TICK_NANOS;
        health.tick();
    }

    void ticks(double seconds) {
        for (int i = 0; i < seconds * 10; i++) {
            tick();
        }
    }

    /** A request that took so long, and ended just now. */
    void answered(int cell, Traffic traffic, double millis, Outcome outcome) {
        Visit visit = health.began(cell(cell), traffic);
        visit.sent(nowNanos - millis(millis));
        visit.judged(outcome, nowNanos);
        visit.ended(nowNanos);
    }

    void good(int cell, double millis) {
        answered(cell, read("acme"), millis, Outcome.GOOD);
    }

    CellState state(int cell) {
        return health.state(cell(cell));
    }

    /** The next one in turn. */
    String tenant() {
        return TENANTS.get(turn++ % TENANTS.size());
    }

    /** So many seconds, in which each cell that is not out gets one request a tick; the answers of one are different. */
    void traffic(double seconds, int odd, double oddMillis, Outcome oddOutcome) {
        for (int i = 0; i < seconds * 10; i++) {
            for (CellId cell : cells) {
                if (health.of(cell).takesPart(true, random)) {
                    boolean isOdd = cell.number() == odd;
                    answered(
                            cell.number(),
                            read(tenant()),
                            isOdd ? oddMillis : 3 + random.nextDouble(2),
                            isOdd ? oddOutcome : Outcome.GOOD);
                }
            }
            tick();
        }
    }

    void clean(double seconds) {
        traffic(seconds, 0, 0, Outcome.GOOD);
    }

    void assertAllHealthy() {
        assertThat(health.count(CellState.HEALTHY)).isEqualTo(cells.size());
        assertThat(events).isEmpty();
    }

    @Override
    public void tripped(CellId cell, Trip cause) {
        events.add(cell.number() + " " + cause);
    }

    @Override
    public void held(CellId cell, Hold reason) {
        events.add(cell.number() + " held by " + reason);
    }

    @Override
    public void panicked(CellId cell) {
        events.add(cell.number() + " panic");
    }
}

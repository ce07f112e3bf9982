package dev.cellmesh.services.edge.health;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * How are all the cells that this edge sends to? Told by the requests themselves ({@link Visit}) and by probes; judged region by
 * region at each {@link #tick}. To be used on the edge's event loop only.
 */
public final class FleetHealth {
    /** How often {@link #tick} is to be called. */
    public static final long TICK_NANOS = RegionHealth.SLOT_NANOS;

    private final Map<CellId, CellHealth> cells = new HashMap<>();
    private final Map<Region, RegionHealth> regions = new HashMap<>();
    private final boolean judging;
    private final TenantCells tenants;
    private final RandomGenerator random;
    private final LongSupplier nanoClock;
    private final HealthListener listener;

    /**
     * @param known more may come with the routes
     * @param judging false to know only cells that can be reached and cells that cannot
     */
    public FleetHealth(
            Collection<CellId> known,
            boolean judging,
            TenantCells tenants,
            RandomGenerator random,
            LongSupplier nanoClock,
            HealthListener listener) {
        this.judging = judging;
        this.tenants = tenants;
        this.random = random;
        this.nanoClock = nanoClock;
        this.listener = listener;
        known.forEach(this::of);
    }

    CellHealth of(CellId cell) {
        CellHealth known = cells.get(cell);
        if (known == null) {
            long nowNanos = nanoClock.getAsLong();
            known = regions.computeIfAbsent(
                            cell.region(), first -> new RegionHealth(judging, tenants, random, listener, nowNanos))
                    .add(cell, nowNanos);
            cells.put(cell, known);
        }
        return known;
    }

    /** A request goes there now; whoever calls this must tell the visit's end. */
    public Visit began(CellId cell, Traffic traffic) {
        return of(cell).began(traffic);
    }

    /** @return whether it could be reached until now */
    public boolean leaveOut(CellId cell) {
        return of(cell).leaveOut(nanoClock.getAsLong());
    }

    /** It has answered a probe. */
    public void takeBack(CellId cell) {
        of(cell).takeBack(judging, nanoClock.getAsLong());
    }

    public void tick() {
        long nowNanos = nanoClock.getAsLong();
        regions.values().forEach(region -> region.tick(nowNanos));
    }

    /** To be called for a request that goes to a cell that is out. */
    public void panicked(CellId cell) {
        listener.panicked(cell);
    }

    public CellState state(CellId cell) {
        return of(cell).state();
    }

    public int inFlight(CellId cell) {
        return of(cell).inFlight();
    }

    /** At all cells together. */
    public int inFlight() {
        return cells.values().stream().mapToInt(CellHealth::inFlight).sum();
    }

    public int count(Region region, CellState state) {
        RegionHealth known = regions.get(region);
        return known == null
                ? 0
                : (int) known.cells().stream()
                        .filter(cell -> cell.state() == state)
                        .count();
    }

    /** In all regions together. */
    public int count(CellState state) {
        return regions.keySet().stream()
                .mapToInt(region -> count(region, state))
                .sum();
    }

    /** Of every cell, in their order. */
    public List<CellView> views() {
        return cells.keySet().stream().sorted().map(cell -> of(cell).view()).toList();
    }
}

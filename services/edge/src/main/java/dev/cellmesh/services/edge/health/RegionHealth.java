package dev.cellmesh.services.edge.health;

import dev.cellmesh.model.CellId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Which cells of one region are worse than their peers? Judged slot by slot, a tenth of a second each: a cell is suspected by what
 * its own requests showed, unless its peers show the same, and ejected when that lasts, and enough others are left.
 */
final class RegionHealth {
    /** What is shorter is not seen at all cells at once. */
    static final long SLOT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final int SLOTS_PER_SLICE = 20;
    private static final int SLOTS_PER_LIMIT = 5;
    /** A tick that is later than that was held up by the edge itself, and so were the answers. */
    private static final long LATE_NANOS = 2 * SLOT_NANOS;
    /** A pause of a cell is shorter. */
    static final long CONDEMNED_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** The tenants are not looked through for every slot. */
    private static final long HELD_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** A third: the others must carry what it carried. One of two may go, too, since no tenant is left without. */
    static final int EJECTED_SHARE = 3;

    /** Of what is usual at the peers, twice as much is usual, too. */
    private static final int USUAL_FACTOR = 2;

    private final Map<CellId, CellHealth> cells = new TreeMap<>();
    private final Map<CellId, Long> heldUntilNanos = new TreeMap<>();
    private final boolean judging;
    private final TenantCells tenants;
    private final RandomGenerator random;
    private final HealthListener listener;

    private long tickedNanos;
    private long ticks;

    RegionHealth(boolean judging, TenantCells tenants, RandomGenerator random, HealthListener listener, long nowNanos) {
        this.judging = judging;
        this.tenants = tenants;
        this.random = random;
        this.listener = listener;
        this.tickedNanos = nowNanos;
    }

    CellHealth add(CellId cell, long nowNanos) {
        CellHealth health = new CellHealth(cell, random, nowNanos);
        cells.put(cell, health);
        return health;
    }

    Collection<CellHealth> cells() {
        return cells.values();
    }

    void tick(long nowNanos) {
        boolean late = nowNanos - tickedNanos > LATE_NANOS;
        tickedNanos = nowNanos;
        ticks++;
        if (judging) {
            judgeSlot(late, nowNanos);
        } else {
            cells.values().forEach(cell -> cell.evidence().dropSlot());
        }
        if (ticks % SLOTS_PER_SLICE == 0) {
            cells.values().forEach(cell -> cell.evidence().turnWindow());
        }
        cells.values().forEach(cell -> cell.tick(nowNanos));
        if (judging && ticks % SLOTS_PER_LIMIT == 0) {
            limits();
        }
    }

    private void judgeSlot(boolean late, long nowNanos) {
        Map<CellHealth, CellEvidence.Slot> slots = new LinkedHashMap<>();
        cells.values().forEach(cell -> {
            if (late) {
                cell.evidence().pardonSlow();
            } else {
                cell.evidence().findOverdue(nowNanos);
            }
            slots.put(cell, cell.evidence().closeSlot());
        });
        slots.forEach((cell, slot) -> {
            if (slot != CellEvidence.Slot.NOTHING && cell.isClosed()) {
                judge(cell, slot, nowNanos);
            }
        });
    }

    private void judge(CellHealth cell, CellEvidence.Slot slot, long nowNanos) {
        int peers = 0;
        int badPeers = 0;
        int badSlots = 0;
        int judgedSlots = 0;
        for (CellHealth peer : cells.values()) {
            if (peer != cell && !peer.state().isOut()) {
                peers += peer.evidence().hasRecentSlots() ? 1 : 0;
                badPeers += peer.evidence().isRecentlyBad() ? 1 : 0;
                badSlots += peer.evidence().badSlots();
                judgedSlots += peer.evidence().judgedSlots();
            }
        }
        // Where most are bad, none is an outlier; alone, it has nobody to be worse than.
        if (peers > 0 && 2 * badPeers < peers) {
            double usual = judgedSlots == 0 ? 0 : (double) badSlots * USUAL_FACTOR / judgedSlots;
            cell.suspicion().weigh(slot != CellEvidence.Slot.GOOD, usual, nowNanos);
        }
        if (cell.evidence().isFailing()) {
            cell.trip(Trip.FAILURES, nowNanos);
            listener.tripped(cell.id(), Trip.FAILURES);
        } else if (slot != CellEvidence.Slot.GOOD
                && cell.suspicion().isCondemning()
                && cell.suspicion().ageNanos(nowNanos) >= CONDEMNED_NANOS
                && cell.evidence().isSharedByTenants()) {
            eject(cell, slot == CellEvidence.Slot.SLOW ? Trip.LATENCY : Trip.ERRORS, nowNanos);
        }
    }

    private void eject(CellHealth cell, Trip cause, long nowNanos) {
        if (nowNanos - heldUntilNanos.getOrDefault(cell.id(), nowNanos) < 0) {
            return;
        }
        long out = cells.values().stream().filter(CellHealth::isAway).count();
        if (out + 1 > ejectedMax(cells.size())) {
            hold(cell, Hold.SHARE, nowNanos);
        } else if (tenants.leavesNone(cell.id(), this::isAway)) {
            hold(cell, Hold.TENANT, nowNanos);
        } else {
            cell.trip(cause, nowNanos);
            listener.tripped(cell.id(), cause);
        }
    }

    private void hold(CellHealth cell, Hold reason, long nowNanos) {
        heldUntilNanos.put(cell.id(), nowNanos + HELD_NANOS);
        listener.held(cell.id(), reason);
    }

    /** Of so many cells of a region, so many may be out at a time before no further one is ejected. */
    static int ejectedMax(int cells) {
        return cells < 2 ? 0 : Math.max(1, cells / EJECTED_SHARE);
    }

    private boolean isAway(CellId cell) {
        CellHealth known = cells.get(cell);
        return known != null && known.isAway();
    }

    /** What is slow at each cell, by what the healthy others do. */
    private void limits() {
        for (int lane = 0; lane < Traffic.LANES; lane++) {
            int[] all = new int[LatencyScale.BUCKETS];
            for (CellHealth cell : cells.values()) {
                if (cell.isStandard()) {
                    cell.evidence().addLatencies(lane, all, 1);
                }
            }
            for (CellHealth cell : cells.values()) {
                int[] peers = all.clone();
                if (cell.isStandard()) {
                    cell.evidence().addLatencies(lane, peers, -1);
                }
                cell.evidence().limit(lane, PeerLatency.limitNanos(peers));
            }
        }
    }
}

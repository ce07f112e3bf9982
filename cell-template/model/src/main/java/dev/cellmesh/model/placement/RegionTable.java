package dev.cellmesh.model.placement;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.TenantId;
import dev.cellmesh.model.placement.PlacementOutcome.Seats;
import dev.cellmesh.model.placement.PlacementOutcome.Why;
import dev.cellmesh.model.placement.SetSearch.Candidate;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Where can one tenant sit in one region? */
final class RegionTable {
    /** A cell is crowded from here on: 1.1 of the mean, and four more, so that the first tenants are not pushed about. */
    private static final int CROWDED_TENTHS = 11;

    private static final int CROWDED_EXTRA = 4;

    private final Membership membership;
    private final List<String> zones;
    private final List<CellId> ranked;
    private final Set<CellId> own;
    private final OtherTenants others;

    RegionTable(Membership membership, Region region, Seating soFar, TenantId tenant) {
        this.membership = membership;
        this.zones = List.copyOf(membership.zonesIn(region));
        this.ranked = RendezvousRank.of(tenant, membership.cells().get(region));
        this.own = new HashSet<>(soFar.cellsOf(tenant, region));
        this.others = soFar.othersThan(tenant, region);
    }

    /** The tenant's own cells, and where they are too few, further ones; empty when there are none. */
    List<CellId> shuffled(int size) {
        List<CellId> open = ranked.stream()
                .filter(cell -> !membership.drained().contains(cell) && !others.isDedicated(cell))
                .toList();
        long seatsTaken = open.stream().mapToLong(others::load).sum();
        return seated(
                ranked.stream().filter(own::contains).toList(),
                open,
                size,
                cell -> isCrowded(others.load(cell), seatsTaken, open.size()));
    }

    /** As {@link #shuffled}, of cells where nobody else is; empty when they do not reach. */
    List<CellId> dedicated(int size) {
        List<CellId> free = ranked.stream()
                .filter(cell -> others.load(cell) == 0)
                .filter(cell -> own.contains(cell) || !membership.drained().contains(cell))
                .toList();
        return free.size() < size
                ? List.of()
                : seated(free.stream().filter(own::contains).toList(), free, size, cell -> false);
    }

    /** Why these cells cannot be given, if they cannot; what the tenant has already stays good when it is drained. */
    Optional<Why> refusalOf(List<CellId> pinned) {
        for (CellId cell : pinned) {
            if (!membership.contains(cell)) {
                return Optional.of(Why.NO_SUCH_CELL);
            }
            if (membership.drained().contains(cell) && !own.contains(cell)) {
                return Optional.of(Why.CELL_DRAINED);
            }
            if (others.isDedicated(cell)) {
                return Optional.of(Why.CELL_DEDICATED);
            }
        }
        return Optional.empty();
    }

    Seats seats(List<CellId> cells) {
        CellSet set = CellSet.of(cells);
        return new Seats(cells, others.withVerySameSet(set), others.overlapMost(set, cells.size()));
    }

    private List<CellId> seated(List<CellId> had, List<CellId> open, int size, Predicate<CellId> crowded) {
        // When it has too many, the drained ones go first; otherwise all stay, and the free seats are given.
        boolean tooMany = had.size() > size;
        List<CellId> kept = tooMany ? List.of() : had;
        List<Candidate> candidates = (tooMany ? had : open)
                .stream()
                        .filter(cell -> !kept.contains(cell))
                        .map(cell -> new Candidate(
                                cell, zone(cell), tooMany ? membership.drained().contains(cell) : crowded.test(cell)))
                        .toList();
        int seats = Math.min(size - kept.size(), candidates.size());
        Set<CellId> chosen =
                new HashSet<>(new SetSearch(candidates, others).fill(CellSet.of(kept), zoneBits(kept), seats));
        chosen.addAll(kept);
        return ranked.stream().filter(chosen::contains).toList();
    }

    private static boolean isCrowded(long load, long seatsTaken, int cells) {
        return 10 * load * cells >= CROWDED_TENTHS * seatsTaken + 10L * CROWDED_EXTRA * cells;
    }

    private int zone(CellId cell) {
        return zones.indexOf(membership.zoneOf(cell));
    }

    private long zoneBits(Collection<CellId> cells) {
        long bits = 0;
        for (CellId cell : cells) {
            bits |= 1L << zone(cell);
        }
        return bits;
    }
}

package dev.cellmesh.model.placement;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.TenantId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The rules of a shuffled place as they are said, without any thought of time: every set is built, and the best one taken. */
final class ReferencePlacement {
    private record Scored(List<CellId> set, int zones, int sameSet, long crowded, int overlap, int order) {}

    private ReferencePlacement() {}

    static List<CellId> inEast(int k, Membership membership, Seating soFar, TenantId tenant) {
        List<CellId> ranked = RendezvousRank.of(tenant, membership.cells().get(Meshes.EAST));
        List<CellId> own = soFar.cellsIn(Meshes.EAST).getOrDefault(tenant, List.of());
        List<List<CellId>> others = new ArrayList<>();
        soFar.cellsIn(Meshes.EAST).forEach((other, cells) -> {
            if (!other.equals(tenant)) {
                others.add(cells);
            }
        });
        List<CellId> kept = ranked.stream().filter(own::contains).toList();
        List<CellId> open = ranked.stream()
                .filter(cell -> !membership.drained().contains(cell))
                .toList();
        List<CellId> free = open.stream().filter(cell -> !kept.contains(cell)).toList();
        long taken = open.stream().mapToLong(cell -> load(cell, others)).sum();
        List<Scored> all = new ArrayList<>();
        for (List<CellId> filling : Meshes.combinations(free, Math.min(k - kept.size(), free.size()))) {
            List<CellId> set = new ArrayList<>(kept);
            set.addAll(filling);
            all.add(new Scored(
                    set,
                    Meshes.zonesOf(membership, set),
                    (int) others.stream()
                            .filter(other -> new HashSet<>(other).equals(new HashSet<>(set)))
                            .count(),
                    filling.stream()
                            .filter(cell -> 10 * load(cell, others) * open.size() >= 11 * taken + 40L * open.size())
                            .count(),
                    others.stream()
                            .mapToInt(other ->
                                    (int) set.stream().filter(other::contains).count())
                            .max()
                            .orElse(0),
                    all.size()));
        }
        int widest = all.stream().mapToInt(Scored::zones).max().orElseThrow();
        boolean unusedLeft = all.stream().anyMatch(set -> set.zones() == widest && set.sameSet() == 0);
        Comparator<Scored> order = unusedLeft
                ? Comparator.comparingLong(Scored::crowded)
                        .thenComparingInt(Scored::overlap)
                        .thenComparingInt(Scored::order)
                : Comparator.comparingLong(Scored::crowded)
                        .thenComparingInt(Scored::sameSet)
                        .thenComparingInt(Scored::order);
        Set<CellId> best = new HashSet<>(all.stream()
                .filter(set -> set.zones() == widest && (!unusedLeft || set.sameSet() == 0))
                .min(order)
                .orElseThrow()
                .set());
        return ranked.stream().filter(best::contains).toList();
    }

    private static long load(CellId cell, List<List<CellId>> others) {
        return others.stream().filter(other -> other.contains(cell)).count();
    }
}

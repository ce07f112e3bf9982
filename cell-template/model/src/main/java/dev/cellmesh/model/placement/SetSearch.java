package dev.cellmesh.model.placement;

import dev.cellmesh.model.CellId;
import java.util.ArrayList;
import java.util.List;

/**
 * Which of these cells fill a tenant's free seats best? In this order: as many zones as can be; a set that nobody has; few
 * crowded cells; few tenants on the very same set; a small overlap with the nearest other tenant; what the tenant ranks first.
 *
 * <p>Only sets of the most zones are ever built: a branch that cannot become one is not entered. They come in the tenant's order,
 * the last member exchanged first. Sets with few crowded cells are looked through before those with more. At most as many sets
 * are passed over as tenants have places, because each of them is somebody's. The first ones that nobody has are compared, at
 * most {@value #LOOKED_AT_MOST}, fewer the more sets there are to compare them with.
 */
final class SetSearch {
    static final int LOOKED_AT_MOST = 1_024;

    /** Two sets, compared. Where thousands have places, some other tenant is as near as can be whatever is chosen. */
    private static final int COMPARISONS_MOST = 20_000;

    /**
     * @param zone 0 to {@link Membership#ZONES_MAX} - 1
     * @param crowded to be avoided, if there is a choice
     */
    record Candidate(CellId cell, int zone, boolean crowded) {}

    private final List<Candidate> candidates;
    private final OtherTenants others;
    private final int lookedAtMost;
    private final int[] calmFrom;
    private final long[] zonesFrom;
    private final long[] calmZonesFrom;
    private final List<CellId> chosen = new ArrayList<>();

    private List<CellId> best = List.of();
    private int bestSameSet = Integer.MAX_VALUE;
    private int bestCrowded = Integer.MAX_VALUE;
    private int bestOverlap = Integer.MAX_VALUE;
    private int lookedAt;

    /** @param candidates as the tenant ranks them */
    SetSearch(List<Candidate> candidates, OtherTenants others) {
        this.candidates = candidates;
        this.others = others;
        this.lookedAtMost = Math.clamp(COMPARISONS_MOST / (others.sets() + 1), 1, LOOKED_AT_MOST);
        int size = candidates.size();
        calmFrom = new int[size + 1];
        zonesFrom = new long[size + 1];
        calmZonesFrom = new long[size + 1];
        for (int i = size - 1; i >= 0; i--) {
            Candidate candidate = candidates.get(i);
            long zone = 1L << candidate.zone();
            zonesFrom[i] = zonesFrom[i + 1] | zone;
            calmZonesFrom[i] = calmZonesFrom[i + 1] | (candidate.crowded() ? 0 : zone);
            calmFrom[i] = calmFrom[i + 1] + (candidate.crowded() ? 0 : 1);
        }
    }

    /** Where a branch stands: seats to fill, zones to reach yet, crowded cells that it may still take. */
    private record Left(int seats, int zones, long reached, int crowded) {
        Left after(Candidate taken) {
            long zone = 1L << taken.zone();
            boolean isNew = (reached & zone) == 0;
            return new Left(
                    seats - 1,
                    isNew ? Math.max(0, zones - 1) : zones,
                    reached | zone,
                    taken.crowded() ? crowded - 1 : crowded);
        }
    }

    /**
     * @param kept the members that stay
     * @param keptZones a bit for each of their zones
     * @param seats 0 to the number of candidates
     */
    List<CellId> fill(CellSet kept, long keptZones, int seats) {
        int zones = Math.min(seats, Long.bitCount(zonesFrom[0] & ~keptZones));
        int crowdedMost = Math.min(seats, candidates.size() - calmFrom[0]);
        for (int crowded = 0; crowded <= crowdedMost && bestSameSet > 0; crowded++) {
            descend(0, kept, new Left(seats, zones, keptZones, crowded), 0);
        }
        return best;
    }

    /** False when nothing better can come. */
    private boolean descend(int from, CellSet set, Left left, int crowded) {
        if (left.seats() == 0) {
            return weigh(set, crowded);
        }
        for (int i = from; canBeFilled(i, left); i++) {
            Candidate candidate = candidates.get(i);
            Left after = left.after(candidate);
            if (canBeFilled(i + 1, after)) {
                chosen.add(candidate.cell());
                boolean goOn = descend(
                        i + 1, set.with(candidate.cell().number()), after, crowded + (candidate.crowded() ? 1 : 0));
                chosen.removeLast();
                if (!goOn) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Whether the cells from here on can fill what is left, with no more crowded ones than it may take. */
    private boolean canBeFilled(int from, Left left) {
        int newZones = Long.bitCount(zonesFrom[from] & ~left.reached());
        if (candidates.size() - from < left.seats() || left.seats() < left.zones() || newZones < left.zones()) {
            return false;
        }
        int calmNewZones = Math.min(left.zones(), Long.bitCount(calmZonesFrom[from] & ~left.reached()));
        int crowdedForZones = left.zones() - calmNewZones;
        int crowdedForSeats = Math.max(0, left.seats() - left.zones() - (calmFrom[from] - calmNewZones));
        return crowdedForZones + crowdedForSeats <= left.crowded();
    }

    private boolean weigh(CellSet set, int crowded) {
        int sameSet = others.withVerySameSet(set);
        if (sameSet > 0) {
            if (bestSameSet > 0 && (crowded < bestCrowded || (crowded == bestCrowded && sameSet < bestSameSet))) {
                take(sameSet, crowded, Integer.MAX_VALUE);
            }
            return true;
        }
        int overlap = others.overlapMost(set, bestOverlap);
        if (bestSameSet > 0 || overlap < bestOverlap) {
            take(0, crowded, overlap);
        }
        lookedAt++;
        return lookedAt < lookedAtMost && bestOverlap > 0;
    }

    private void take(int sameSet, int crowded, int overlap) {
        best = List.copyOf(chosen);
        bestSameSet = sameSet;
        bestCrowded = crowded;
        bestOverlap = overlap;
    }
}

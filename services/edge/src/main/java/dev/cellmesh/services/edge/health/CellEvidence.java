package dev.cellmesh.services.edge.health;

import dev.cellmesh.model.CellId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What have the requests to one cell shown, in the present slot of time, in the last half second, and in the last
 * {@value CellView#WINDOW_SECONDS} seconds?
 */
final class CellEvidence {
    /** A window of {@link CellView#WINDOW_SECONDS} in slices of two seconds. */
    private static final int SLICES = 5;

    /** Half a second: in it, what hits all cells at once is seen at all of them. */
    private static final int RECENT_SLOTS = 5;
    /** Failing in so many slots on end is broken. */
    private static final int BROKEN_SLOTS = 5;

    private static final int REQUEST = 0;
    private static final int FAILURE = 1;
    private static final int SLOW = 2;

    private static final int BAD_SLOT = 0;
    private static final int GOOD_SLOT = 1;

    /** What did a slot of time show? */
    enum Slot {
        NOTHING,
        GOOD,
        SLOW,
        FAILED
    }

    private final CellId cell;
    private final CircuitBreaker breaker;
    private final TenantVotes votes = new TenantVotes();
    private final List<Visit> visits = new ArrayList<>();
    private final SlidingCounts ends = new SlidingCounts(3, SLICES);
    private final SlidingCounts slots = new SlidingCounts(2, SLICES);
    private final SlidingCounts recentSlots = new SlidingCounts(2, RECENT_SLOTS);
    /** By lane; null where nothing was seen yet. */
    private final SlidingCounts[] latencies = new SlidingCounts[Traffic.LANES];

    private final long[] limitNanos = new long[Traffic.LANES];

    private int good;
    private int slow;
    private int failed;
    private int failedItself;
    private int failedSlots;

    /** @param breaker is told how its trials end */
    CellEvidence(CellId cell, CircuitBreaker breaker) {
        this.cell = cell;
        this.breaker = breaker;
        Arrays.fill(limitNanos, PeerLatency.UNKNOWN);
    }

    void began(Visit visit) {
        visit.place(visits.size());
        visits.add(visit);
    }

    /** @param tookNanos 0 when it was never sent whole */
    void judge(Visit visit, Outcome outcome, long tookNanos) {
        ends.count(REQUEST);
        int lane = visit.traffic().laneAt(cell);
        boolean late = outcome == Outcome.OUTRUN || tookNanos > limitNanos[lane];
        if (outcome == Outcome.GOOD && tookNanos > 0) {
            if (latencies[lane] == null) {
                latencies[lane] = new SlidingCounts(LatencyScale.BUCKETS, SLICES);
            }
            latencies[lane].count(LatencyScale.bucketOf(tookNanos));
        }
        if (outcome.isFailure()) {
            ends.count(FAILURE);
            weigh(visit, false, outcome);
        } else if (outcome != Outcome.REFUSED && late) {
            foundSlow(visit);
        } else if (outcome == Outcome.GOOD) {
            weigh(visit, true, outcome);
        } else {
            undecided(visit);
        }
    }

    private void foundSlow(Visit visit) {
        if (visit.isFirstFoundSlow()) {
            ends.count(SLOW);
            weigh(visit, false, Outcome.GOOD);
        }
    }

    private void weigh(Visit visit, boolean isGood, Outcome outcome) {
        if (visit.isTrial()) {
            if (visit.isFirstVerdict()) {
                breaker.trialEnded(visit.generation(), isGood);
            }
            return;
        }
        if (visit.generation() != breaker.generation() || breaker.phase() != CircuitBreaker.Phase.CLOSED) {
            return;
        }
        votes.count(visit.traffic().tenant(), !isGood);
        if (isGood) {
            good++;
        } else if (outcome.isFailure()) {
            failed++;
            failedItself += outcome.isFailureOfTheCell() ? 1 : 0;
        } else {
            slow++;
        }
    }

    void ended(Visit visit) {
        Visit last = visits.removeLast();
        if (last != visit) {
            last.place(visit.place());
            visits.set(visit.place(), last);
        }
        undecided(visit);
    }

    private void undecided(Visit visit) {
        if (visit.isTrial() && visit.isFirstVerdict()) {
            breaker.trialUndecided(visit.generation());
        }
    }

    /** Requests that wait longer than their kind does are slow, whatever comes of them: a cell that hangs answers nothing. */
    void findOverdue(long nowNanos) {
        for (Visit visit : visits) {
            if (visit.isOverdue(limitNanos[visit.traffic().laneAt(cell)], nowNanos)) {
                foundSlow(visit);
            }
        }
    }

    /** Ends the present slot of time. */
    Slot closeSlot() {
        int bad = slow + failed;
        Slot slot = Slot.NOTHING;
        recentSlots.turn();
        if (good + bad > 0) {
            slot = 2 * bad <= good + bad ? Slot.GOOD : failed >= slow ? Slot.FAILED : Slot.SLOW;
            int which = slot == Slot.GOOD ? GOOD_SLOT : BAD_SLOT;
            slots.count(which);
            recentSlots.count(which);
            failedSlots = 2 * failedItself > good + bad ? failedSlots + 1 : 0;
        }
        dropSlot();
        return slot;
    }

    /** What was slow in it was not the cell's fault. */
    void pardonSlow() {
        slow = 0;
    }

    /** What came in it says nothing. */
    void dropSlot() {
        good = 0;
        slow = 0;
        failed = 0;
        failedItself = 0;
    }

    void turnWindow() {
        ends.turn();
        slots.turn();
        for (SlidingCounts lane : latencies) {
            if (lane != null) {
                lane.turn();
            }
        }
    }

    /** Begins anew to collect what can be held against the cell. */
    void forget() {
        votes.clear();
        failedSlots = 0;
    }

    void forgetVotes() {
        votes.clear();
    }

    /** Not one tenant alone, where there are more. */
    boolean isSharedByTenants() {
        return votes.areAgainstTheCell();
    }

    boolean isFailing() {
        return failedSlots >= BROKEN_SLOTS && votes.areAgainstTheCell();
    }

    /** In the last half second. */
    boolean hasRecentSlots() {
        return recentSlots.total() > 0;
    }

    boolean isRecentlyBad() {
        return recentSlots.of(BAD_SLOT) > recentSlots.of(GOOD_SLOT);
    }

    int badSlots() {
        return slots.of(BAD_SLOT);
    }

    int judgedSlots() {
        return slots.total();
    }

    /** @param times -1 to take them away */
    void addLatencies(int lane, int[] counts, int times) {
        if (latencies[lane] != null) {
            latencies[lane].addTo(counts, times);
        }
    }

    /** From now on, what takes longer is slow. */
    void limit(int lane, long nanos) {
        limitNanos[lane] = nanos;
    }

    int inFlight() {
        return visits.size();
    }

    double requestsPerSecond() {
        return (double) ends.of(REQUEST) / CellView.WINDOW_SECONDS;
    }

    CellView view(CellState state) {
        int[] counts = new int[LatencyScale.BUCKETS];
        for (int lane = 0; lane < Traffic.LANES; lane++) {
            addLatencies(lane, counts, 1);
        }
        return new CellView(
                cell,
                state,
                inFlight(),
                ends.of(REQUEST),
                ends.of(FAILURE),
                ends.of(SLOW),
                LatencyScale.quantileNanos(counts, 0.5) / 1e6,
                LatencyScale.quantileNanos(counts, 0.99) / 1e6);
    }
}

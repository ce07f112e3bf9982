package dev.cellmesh.services.edge.health;

import dev.cellmesh.model.CellId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * What is known of one cell: what its requests told, and what follows for the next ones. {@link RegionHealth} calls {@link #tick}
 * and compares it with its peers; between two ticks, its state and its share stand still.
 */
final class CellHealth {
    /** A window of {@link CellView#WINDOW_SECONDS} in slices of two seconds. */
    static final int SLICES = 5;

    /** Half a second: in it, what hits all cells at once is seen at all of them. */
    private static final int RECENT_SLOTS = 5;
    /** Failing in so many slots on end is broken. */
    static final int BROKEN_SLOTS = 5;
    /** After that, a write may be the trial of a cell that gets no reads. */
    static final long READS_FIRST_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final long RECOVERY_NANOS = TimeUnit.SECONDS.toNanos(10);
    /** Out for longer, it was restarted: it is cold. */
    private static final long COLD_AFTER_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final double SHARE_MIN = 0.1;
    private static final double SUSPECTS_SHARE_MAX = 0.5;
    /** Requests a second by which a suspect is judged: fewer clients wait where there are many, and it takes no longer. */
    private static final double SUSPECTS_RATE = 10;

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

    private final CellId id;
    private final CircuitBreaker breaker;
    private final Suspicion suspicion = new Suspicion();
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

    private boolean reachable = true;
    private long unreachableNanos;
    private boolean degraded;
    private long recoveringUntilNanos;
    private CellState state = CellState.HEALTHY;
    private double share = 1;
    private boolean takesWrites;

    CellHealth(CellId id, RandomGenerator random, long nowNanos) {
        this.id = id;
        this.breaker = new CircuitBreaker(random, nowNanos);
        this.recoveringUntilNanos = nowNanos;
        java.util.Arrays.fill(limitNanos, PeerLatency.UNKNOWN);
    }

    CellId id() {
        return id;
    }

    // What requests tell.

    Visit began(Traffic traffic) {
        Visit visit = new Visit(this, traffic, breaker.generation(), breaker.takePermit());
        visit.place(visits.size());
        visits.add(visit);
        return visit;
    }

    void judge(Visit visit, Outcome outcome, long tookNanos) {
        ends.count(REQUEST);
        int lane = visit.traffic().laneAt(id);
        boolean late = tookNanos > limitNanos[lane];
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
        } else if (visit.isTrial()) {
            breaker.trialUndecided(visit.generation());
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
            breaker.trialEnded(visit.generation(), isGood);
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
        if (visit.isTrial() && !visit.isJudged()) {
            breaker.trialUndecided(visit.generation());
        }
    }

    // What RegionHealth does with it.

    /** Requests that wait longer than their kind does are slow, whatever comes of them: a cell that hangs answers nothing. */
    void findOverdue(long nowNanos) {
        for (Visit visit : visits) {
            if (visit.isOverdue(limitNanos[visit.traffic().laneAt(id)], nowNanos)) {
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

    /** May the others be measured by it? */
    boolean isStandard() {
        return state == CellState.HEALTHY;
    }

    /** @param times -1 to take them away */
    void addLatencies(int lane, int[] counts, int times) {
        if (latencies[lane] != null) {
            latencies[lane].addTo(counts, times);
        }
    }

    void limit(int lane, long nanos) {
        limitNanos[lane] = nanos;
    }

    Suspicion suspicion() {
        return suspicion;
    }

    CircuitBreaker.Phase phase() {
        return breaker.phase();
    }

    boolean isFailing() {
        return failedSlots >= BROKEN_SLOTS && votes.areAgainstTheCell();
    }

    boolean isAccused() {
        return votes.areAgainstTheCell();
    }

    void trip(Trip cause, long nowNanos) {
        breaker.trip(cause, nowNanos);
        forget();
        decide(nowNanos);
    }

    /** Out, or so lately that a trial can put it there again. */
    boolean isAway() {
        return !reachable || breaker.phase() != CircuitBreaker.Phase.CLOSED;
    }

    private void forget() {
        suspicion.clear();
        votes.clear();
        failedSlots = 0;
        degraded = false;
    }

    boolean leaveOut(long nowNanos) {
        boolean was = reachable;
        if (was) {
            reachable = false;
            unreachableNanos = nowNanos;
            state = CellState.UNREACHABLE;
        }
        return was;
    }

    void takeBack(boolean judging, long nowNanos) {
        reachable = true;
        if (judging && nowNanos - unreachableNanos >= COLD_AFTER_NANOS) {
            recoveringUntilNanos = nowNanos + RECOVERY_NANOS;
        }
        decide(nowNanos);
    }

    /** What holds until the next tick. */
    void tick(long nowNanos) {
        CircuitBreaker.Phase before = breaker.phase();
        breaker.tick(nowNanos);
        if (before == CircuitBreaker.Phase.HALF_OPEN && breaker.phase() == CircuitBreaker.Phase.CLOSED) {
            recoveringUntilNanos = nowNanos + RECOVERY_NANOS;
        }
        if (suspicion.isNone()) {
            degraded = false;
            votes.clear();
        } else if (suspicion.isDegrading() && votes.areAgainstTheCell()) {
            degraded = true;
        }
        decide(nowNanos);
    }

    private void decide(long nowNanos) {
        state = stateNow(nowNanos);
        takesWrites = breaker.ageNanos(nowNanos) >= READS_FIRST_NANOS;
        share = switch (state) {
            case HEALTHY, TRIAL -> 1;
            case DEGRADED -> Math.clamp(SUSPECTS_RATE / Math.max(1, ratePerSecond()), SHARE_MIN, SUSPECTS_SHARE_MAX);
            case RECOVERING -> Math.max(SHARE_MIN, 1 - (double) (recoveringUntilNanos - nowNanos) / RECOVERY_NANOS);
            case EJECTED, BROKEN, UNREACHABLE -> 0;
        };
    }

    private CellState stateNow(long nowNanos) {
        if (!reachable) {
            return CellState.UNREACHABLE;
        }
        return switch (breaker.phase()) {
            case OPEN -> breaker.cause().state();
            case HALF_OPEN -> CellState.TRIAL;
            case CLOSED ->
                degraded
                        ? CellState.DEGRADED
                        : nowNanos - recoveringUntilNanos < 0 ? CellState.RECOVERING : CellState.HEALTHY;
        };
    }

    private double ratePerSecond() {
        return (double) ends.of(REQUEST) / CellView.WINDOW_SECONDS;
    }

    // What is asked for each request.

    CellState state() {
        return state;
    }

    int inFlight() {
        return visits.size();
    }

    /** Does it stand for this request, given its share? */
    boolean takesPart(boolean isRead, RandomGenerator random) {
        return switch (state) {
            case HEALTHY -> true;
            case RECOVERING, DEGRADED -> random.nextDouble() < share;
            case TRIAL -> breaker.hasPermit() && (isRead || takesWrites);
            case EJECTED, BROKEN, UNREACHABLE -> false;
        };
    }

    CellView view() {
        int[] counts = new int[LatencyScale.BUCKETS];
        for (int lane = 0; lane < Traffic.LANES; lane++) {
            addLatencies(lane, counts, 1);
        }
        return new CellView(
                id,
                state,
                inFlight(),
                ends.of(REQUEST),
                ends.of(FAILURE),
                ends.of(SLOW),
                LatencyScale.quantileNanos(counts, 0.5) / 1e6,
                LatencyScale.quantileNanos(counts, 0.99) / 1e6);
    }
}

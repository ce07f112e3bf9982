package dev.cellmesh.services.edge.health;

import dev.cellmesh.model.CellId;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * How is one cell, and what share of the requests does it get? {@link RegionHealth} compares its evidence with that of its peers and
 * calls {@link #tick}; between two ticks, state and share stand still.
 */
final class CellHealth {
    /** After that, a write may be the trial of a cell that gets no reads. */
    private static final long READS_FIRST_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final long RECOVERY_NANOS = TimeUnit.SECONDS.toNanos(10);
    /** Out for longer, it was restarted: it is cold. */
    private static final long COLD_AFTER_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final double SHARE_MIN = 0.1;
    private static final double SUSPECTS_SHARE_MAX = 0.5;
    /** Requests a second by which a suspect is judged: fewer clients wait where there are many, and it takes no longer. */
    private static final double SUSPECTS_RATE = 10;

    private final CellId id;
    private final CircuitBreaker breaker;
    private final CellEvidence evidence;
    private final Suspicion suspicion = new Suspicion();

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
        this.evidence = new CellEvidence(id, breaker);
        this.recoveringUntilNanos = nowNanos;
    }

    CellId id() {
        return id;
    }

    CellEvidence evidence() {
        return evidence;
    }

    Suspicion suspicion() {
        return suspicion;
    }

    Visit began(Traffic traffic) {
        Visit visit = new Visit(evidence, traffic, breaker.generation(), breaker.takePermit());
        evidence.began(visit);
        return visit;
    }

    void trip(Trip cause, long nowNanos) {
        breaker.trip(cause, nowNanos);
        evidence.forget();
        suspicion.clear();
        degraded = false;
        decide(nowNanos);
    }

    /** @return whether it could be reached until now */
    boolean leaveOut(long nowNanos) {
        boolean was = reachable;
        if (was) {
            reachable = false;
            unreachableNanos = nowNanos;
            state = CellState.UNREACHABLE;
        }
        return was;
    }

    /** @param cold whether one that was gone for long gets a share that grows */
    void takeBack(boolean cold, long nowNanos) {
        reachable = true;
        if (cold && nowNanos - unreachableNanos >= COLD_AFTER_NANOS) {
            recoveringUntilNanos = nowNanos + RECOVERY_NANOS;
        }
        decide(nowNanos);
    }

    void tick(long nowNanos) {
        boolean onTrial = breaker.phase() == CircuitBreaker.Phase.HALF_OPEN;
        breaker.tick(nowNanos);
        if (onTrial && isClosed()) {
            recoveringUntilNanos = nowNanos + RECOVERY_NANOS;
        }
        suspicion.fade(nowNanos);
        if (suspicion.isNone()) {
            degraded = false;
            evidence.forgetVotes();
        } else if (suspicion.isDegrading() && evidence.isSharedByTenants()) {
            degraded = true;
        }
        decide(nowNanos);
    }

    private void decide(long nowNanos) {
        state = stateNow(nowNanos);
        takesWrites = breaker.ageNanos(nowNanos) >= READS_FIRST_NANOS;
        share = switch (state) {
            case HEALTHY, TRIAL -> 1;
            case DEGRADED ->
                Math.clamp(SUSPECTS_RATE / Math.max(1, evidence.requestsPerSecond()), SHARE_MIN, SUSPECTS_SHARE_MAX);
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

    CellState state() {
        return state;
    }

    /** Gets requests that are no trials, and is judged by them. */
    boolean isClosed() {
        return breaker.phase() == CircuitBreaker.Phase.CLOSED;
    }

    /** Out, or so lately that a trial can put it there again. */
    boolean isAway() {
        return !reachable || !isClosed();
    }

    /** Are the others measured by it? */
    boolean isStandard() {
        return state == CellState.HEALTHY;
    }

    int inFlight() {
        return evidence.inFlight();
    }

    /** Does it stand for this request, given its share? */
    boolean takesPart(boolean isRead, RandomGenerator random) {
        return switch (state) {
            case HEALTHY -> true;
            case RECOVERING, DEGRADED -> random.nextDouble() < share;
            case TRIAL -> mayTry(isRead);
            case EJECTED, BROKEN, UNREACHABLE -> false;
        };
    }

    /** Does this request go there only when there is no other cell for it? On trial, the cell is out for all but the trial. */
    boolean isOut(boolean isRead) {
        return state == CellState.TRIAL ? !mayTry(isRead) : state.isOut();
    }

    private boolean mayTry(boolean isRead) {
        return breaker.hasPermit() && (isRead || takesWrites);
    }

    CellView view() {
        return evidence.view(state);
    }
}

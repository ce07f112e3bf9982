package dev.cellmesh.runtime.pipeline;

import dev.cellmesh.model.consistency.Seen;
import dev.cellmesh.model.profile.Level;
import dev.cellmesh.model.route.RouteSnapshot;
import dev.cellmesh.model.route.TenantRoute;
import dev.cellmesh.runtime.database.Deadline;
import dev.cellmesh.runtime.idempotency.IdempotencyKey;
import dev.cellmesh.runtime.identity.Caller;
import dev.cellmesh.runtime.service.IfMatch;
import dev.cellmesh.runtime.service.Input;
import java.util.Optional;

/**
 * What is known of one request so far? Each stage adds what it found; a stage that needs what no earlier one added is in
 * the wrong place, and fails. Used on one event loop only.
 */
public final class Exchange {
    private final Input input;
    private final TraceContext trace;
    private final long startedNanos;

    private Optional<Caller> caller = Optional.empty();
    private Optional<Deadline> deadline = Optional.empty();
    private Optional<IdempotencyKey> key = Optional.empty();
    private Optional<IfMatch> ifMatch = Optional.empty();
    private Optional<Level> askedLevel = Optional.empty();
    private Seen seen = Seen.NOTHING;
    private Optional<TenantRoute> route = Optional.empty();
    private RouteSnapshot snapshot = RouteSnapshot.NONE;
    private long databaseNanos;

    /** @param startedNanos when its head had arrived, on the node's monotonic clock */
    public Exchange(Input input, TraceContext trace, long startedNanos) {
        this.input = input;
        this.trace = trace;
        this.startedNanos = startedNanos;
    }

    public Input input() {
        return input;
    }

    public TraceContext trace() {
        return trace;
    }

    public long startedNanos() {
        return startedNanos;
    }

    public Caller caller() {
        return caller.orElseThrow();
    }

    public void identifiedAs(Caller who) {
        this.caller = Optional.of(who);
    }

    public Deadline deadline() {
        return deadline.orElseThrow();
    }

    public void dueAt(Deadline when) {
        this.deadline = Optional.of(when);
    }

    /** Empty when the request has none, which only writes mind. */
    public Optional<IdempotencyKey> key() {
        return key;
    }

    public void keyedBy(IdempotencyKey found) {
        this.key = Optional.of(found);
    }

    public Optional<IfMatch> ifMatch() {
        return ifMatch;
    }

    public void onlyIf(IfMatch condition) {
        this.ifMatch = Optional.of(condition);
    }

    /** Empty when the client leaves it to the operation. */
    public Optional<Level> askedLevel() {
        return askedLevel;
    }

    public void asksFor(Level level) {
        this.askedLevel = Optional.of(level);
    }

    /** What the client has seen of its tenant's rows, as its token tells. */
    public Seen seen() {
        return seen;
    }

    public void hasSeen(Seen carried) {
        this.seen = carried;
    }

    public TenantRoute route() {
        return route.orElseThrow();
    }

    /** The one snapshot that the whole request is judged by. */
    public RouteSnapshot snapshot() {
        return snapshot;
    }

    public void routedBy(RouteSnapshot judgedBy, TenantRoute found) {
        this.snapshot = judgedBy;
        this.route = Optional.of(found);
    }

    /** How long it waited for databases so far. */
    public long databaseNanos() {
        return databaseNanos;
    }

    public void waitedForDatabase(long nanos) {
        databaseNanos += nanos;
    }
}

package dev.cellmesh.runtime.admission;

import dev.cellmesh.model.TenantId;
import dev.cellmesh.model.admission.Priority;
import dev.cellmesh.runtime.node.CellSizes;
import dev.cellmesh.runtime.node.NodeContext;
import dev.cellmesh.runtime.node.Weakness;
import dev.cellmesh.runtime.pipeline.Exchange;
import dev.cellmesh.runtime.pipeline.Reply;
import dev.cellmesh.runtime.pipeline.Stage;
import dev.cellmesh.runtime.problem.ProblemType;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Is there room and time for this request? It is let in while fewer are in flight than the cell carries, waits for a short time in the
 * queue of its class when there is no room, and is refused with 503 when that is full, when it has waited too long, when its deadline
 * has passed or when the node is stopping; nothing has been done then. The less urgent is refused first. Used on one event loop only.
 */
public final class CellAdmission implements Stage {
    /** The problems that say that time or room ran out for an admitted request. */
    private static final Set<String> RAN_OUT = Set.of(
            ProblemType.OVERLOADED.slug(), ProblemType.DEADLINE_EXCEEDED.slug(), ProblemType.UNKNOWN_OUTCOME.slug());

    private static final String DATA_REGION = "X-Data-Region";

    private final Map<String, Work> works;
    private final ConcurrencyLimit limit;
    private final Places places;
    private final WaitingRoom<Waiting> waitingRoom;
    private final long patrolMillis;
    private final Alarm alarm;
    private final LongSupplier nanoClock;
    private final ShedReplies replies;
    private final AdmissionMeters meters;

    private Optional<Promise<Void>> drained = Optional.empty();
    private boolean onPatrol;
    private boolean letting;

    /** What is to be done later, on the same event loop. */
    @FunctionalInterface
    public interface Alarm {
        void in(long millis, Runnable then);
    }

    private record Waiting(
            Exchange exchange, Next next, Work work, Priority priority, long sinceNanos, Promise<Reply> reply) {}

    /** @param works by operation id; of all operations that come here */
    public CellAdmission(NodeContext node, Map<String, Work> works, Alarm alarm) {
        CellSizes sizes = node.config().sizes();
        this.works = Map.copyOf(works);
        this.limit = node.config().isWithout(Weakness.ADMISSION)
                ? ConcurrencyLimit.NONE
                : new AdaptiveLimit(
                        sizes.admission().limitMin(), sizes.admission().limitInitial(), sizes.inFlightMax());
        boolean severalServices =
                this.works.values().stream().map(Work::service).distinct().count() > 1;
        this.places =
                new Places(limit, severalServices && !node.config().isWithout(Weakness.BULKHEADS), node.nanoClock());
        this.waitingRoom = new WaitingRoom<>(
                sizes.admission().queueMax(),
                sizes.admission().queueMillisMax(),
                sizes.admission().standingQueueMillisMax());
        this.patrolMillis = sizes.admission().standingQueueMillisMax();
        this.alarm = alarm;
        this.nanoClock = node.nanoClock();
        this.replies = new ShedReplies(node.random());
        this.meters = new AdmissionMeters(node.meters(), this, limit);
    }

    @Override
    public Future<Reply> handle(Exchange exchange, Next next) {
        Work work = works.get(exchange.input().operationId());
        Priority priority =
                RequestedPriority.of(work.priority(), exchange.input().headers().get(RequestedPriority.HEADER));
        long nowNanos = nanoClock.getAsLong();
        if (drained.isPresent()) {
            return refuse(priority, Shed.DRAINING);
        }
        if (exchange.deadline().remainingMillis(nowNanos) <= 0) {
            return refuse(priority, Shed.DEADLINE);
        }
        TenantId tenant = exchange.route().tenant();
        places.came(work.service(), tenant);
        Optional<Shed> beyond = beyondShare(work.service(), tenant, priority);
        if (beyond.isPresent()) {
            limit.reached(work.service());
            return refuse(priority, beyond.get());
        }
        if (places.hasRoom(work.service(), priority) && !waitingRoom.isAnybodyBefore(priority)) {
            return letIn(exchange, next, work, nowNanos);
        }
        limit.reached(work.service());
        Waiting waiting = new Waiting(exchange, next, work, priority, nowNanos, Promise.promise());
        if (!waitingRoom.enter(priority, waiting, nowNanos)) {
            return refuse(priority, Shed.FULL);
        }
        patrol();
        return waiting.reply().future();
    }

    private Optional<Shed> beyondShare(String service, TenantId tenant, Priority priority) {
        if (!places.isWithinShare(service, priority)) {
            return Optional.of(Shed.SERVICE);
        }
        return places.isWithinShare(service, tenant, priority) ? Optional.empty() : Optional.of(Shed.TENANT);
    }

    private Future<Reply> letIn(Exchange exchange, Next next, Work work, long nowNanos) {
        TenantId tenant = exchange.route().tenant();
        places.take(work.service(), tenant);
        int inFlight = places.inFlight();
        int ofService = places.inFlight(work.service());
        return next.proceed().onComplete(done -> {
            places.give(work.service(), tenant);
            if (done.succeeded() && exchange.databaseNanos() > 0) {
                learn(exchange, work, nowNanos, inFlight, ofService, done.result());
            }
            if (places.inFlight() == 0) {
                drained.ifPresent(Promise::tryComplete);
            }
            letInWhoWaits();
        });
    }

    /** An answer that no database was asked for takes no time, whatever the load: it would make all others look slow. */
    private void learn(Exchange exchange, Work work, long beganNanos, int inFlight, int ofService, Reply reply) {
        limit.learn(new ConcurrencyLimit.Sample(
                work.service(),
                new ConcurrencyLimit.Way(
                        exchange.input().operationId(), reply.headers().getOrDefault(DATA_REGION, "")),
                beganNanos,
                nanoClock.getAsLong() - beganNanos,
                inFlight,
                ofService,
                RAN_OUT.contains(reply.outcome())));
    }

    private void letInWhoWaits() {
        // Who is let in may be answered at once, and then this would be called within itself, as deep as the queue is
        // long.
        if (letting || waitingRoom.isEmpty()) {
            return;
        }
        letting = true;
        for (Optional<Waiting> next = waitingRoom.next(this::hasRoom);
                next.isPresent();
                next = waitingRoom.next(this::hasRoom)) {
            letIn(next.get());
        }
        letting = false;
    }

    private boolean hasRoom(Waiting waiting) {
        return places.hasRoom(waiting.work().service(), waiting.priority());
    }

    private void letIn(Waiting waiting) {
        long nowNanos = nanoClock.getAsLong();
        TenantId tenant = waiting.exchange().route().tenant();
        Optional<Shed> beyond = beyondShare(waiting.work().service(), tenant, waiting.priority());
        if (waiting.exchange().deadline().remainingMillis(nowNanos) <= 0) {
            leave(waiting, Shed.DEADLINE);
        } else if (beyond.isPresent()) {
            leave(waiting, beyond.get());
        } else {
            meters.waited(waiting.priority(), nowNanos - waiting.sinceNanos());
            letIn(waiting.exchange(), waiting.next(), waiting.work(), nowNanos).onComplete(waiting.reply());
        }
    }

    /** Looks after those who wait for as long as there are any: nobody else may come and end their wait. */
    private void patrol() {
        if (onPatrol) {
            return;
        }
        onPatrol = true;
        alarm.in(patrolMillis, () -> {
            onPatrol = false;
            waitingRoom.leaveWhoWaitedTooLong(nanoClock.getAsLong(), waiting -> leave(waiting, Shed.WAITED));
            if (!waitingRoom.isEmpty()) {
                patrol();
            }
        });
    }

    private void leave(Waiting waiting, Shed why) {
        refuse(waiting.priority(), why).onComplete(waiting.reply());
    }

    private Future<Reply> refuse(Priority priority, Shed why) {
        meters.shed(priority, why);
        return Future.succeededFuture(replies.of(why));
    }

    /** Refuses who comes from now on and who waits, and ends when what was let in is answered. */
    public Future<Void> drain() {
        Promise<Void> promise = drained.orElseGet(Promise::promise);
        drained = Optional.of(promise);
        waitingRoom.empty(waiting -> leave(waiting, Shed.DRAINING));
        if (places.inFlight() == 0) {
            promise.tryComplete();
        }
        return promise.future();
    }

    public boolean isDraining() {
        return drained.isPresent();
    }

    public int inFlight() {
        return places.inFlight();
    }

    /** How many requests it would let in now. */
    public int limit() {
        return limit.current();
    }

    int queued(Priority priority) {
        return waitingRoom.waiting(priority);
    }

    @Override
    public String toString() {
        return "admission (" + limit + ")";
    }
}

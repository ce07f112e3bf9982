package dev.cellmesh.services.edge;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.TenantId;
import dev.cellmesh.services.edge.health.Traffic;
import dev.cellmesh.services.edge.poison.Arrivals;
import dev.cellmesh.services.edge.poison.Lanes;
import dev.cellmesh.services.edge.poison.Print;
import io.vertx.core.Future;
import java.util.function.LongSupplier;

/** One sending of a request to one cell, and who has to hear of its end. It may be ended more than once. */
final class Send {
    private final EdgeContext edge;
    private final Attempt attempt;
    private final boolean isHedge;
    private final long sinceNanos;

    private Arrivals.Arrival arrival;
    /** Lets the next suspect into each lane that this one is in. */
    private Runnable leavingLanes = Send::inNoLane;

    private boolean ended;

    Send(EdgeContext edge, CellId cell, Traffic traffic, boolean isHedge) {
        this.edge = edge;
        this.attempt = new Attempt(edge, cell, traffic);
        this.isHedge = isHedge;
        this.sinceNanos = edge.nowNanos();
    }

    Attempt attempt() {
        return attempt;
    }

    CellId cell() {
        return attempt.cell();
    }

    boolean isHedge() {
        return isHedge;
    }

    long sinceNanos() {
        return sinceNanos;
    }

    /** Waits until no other suspect is at the cell. */
    Future<Void> goAloneThere(LongSupplier waitMillis) {
        return enter(edge.resending().lanes(), cell(), waitMillis);
    }

    /** Waits until no other suspect is at the cell, and no other one of the tenant's at any. */
    Future<Void> goAloneEverywhere(TenantId tenant, LongSupplier waitMillis) {
        return enter(edge.resending().lanesOfReleased(), tenant, waitMillis).compose(alone -> goAloneThere(waitMillis));
    }

    private <P> Future<Void> enter(Lanes<P> where, P place, LongSupplier waitMillis) {
        return where.enter(place, waitMillis.getAsLong()).onSuccess(entered -> {
            Runnable leavingOthers = leavingLanes;
            leavingLanes = () -> {
                where.leave(place);
                leavingOthers.run();
            };
            if (ended) {
                leaveLanes();
            }
        });
    }

    /** From now on, the cell may crash of it. */
    void arrives(Print print) {
        arrival = edge.resending().arrivals().at(cell(), print);
    }

    /** The cell has answered. */
    void answered() {
        if (arrival != null) {
            edge.resending().arrivals().answered(arrival);
        }
        leaveLanes();
    }

    /** Another cell was quicker. */
    void outrun() {
        attempt.outrun();
        close();
    }

    /** Breaks off what is not finished. */
    void close() {
        attempt.close();
        leave();
    }

    /** As above; but no other suspect may take its place until it is known of what this one was lost. */
    void closeInLane(Future<Void> known) {
        Runnable leaving = takeLeaving();
        close();
        known.onComplete(told -> leaving.run());
    }

    /** Lets the cell finish; nobody waits for it. */
    void abandon() {
        attempt.abandon();
        leave();
    }

    private void leave() {
        ended = true;
        if (arrival != null) {
            edge.resending().arrivals().left(arrival);
        }
        leaveLanes();
    }

    private void leaveLanes() {
        takeLeaving().run();
    }

    private static void inNoLane() {}

    private Runnable takeLeaving() {
        Runnable leaving = leavingLanes;
        leavingLanes = Send::inNoLane;
        return leaving;
    }
}

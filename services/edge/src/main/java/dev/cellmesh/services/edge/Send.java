package dev.cellmesh.services.edge;

import dev.cellmesh.model.CellId;
import dev.cellmesh.services.edge.health.Traffic;
import dev.cellmesh.services.edge.poison.Arrivals;
import dev.cellmesh.services.edge.poison.Print;
import io.vertx.core.Future;

/** One sending of a request to one cell, and who has to hear of its end. It may be ended more than once. */
final class Send {
    private final EdgeContext edge;
    private final Attempt attempt;
    private final boolean isHedge;
    private final long sinceNanos;

    private Arrivals.Arrival arrival;
    private boolean inLane;
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
    Future<Void> enterLane(long waitMillis) {
        return edge.resending().lanes().enter(cell(), waitMillis).onSuccess(entered -> {
            inLane = true;
            if (ended) {
                leaveLane();
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
        leaveLane();
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

    /** As above; but no other suspect may go to the cell until it is known of what this one was lost. */
    void closeInLane(Future<Void> known) {
        boolean wasInLane = inLane;
        inLane = false;
        close();
        if (wasInLane) {
            known.onComplete(told -> edge.resending().lanes().leave(cell()));
        }
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
        leaveLane();
    }

    private void leaveLane() {
        if (inLane) {
            inLane = false;
            edge.resending().lanes().leave(cell());
        }
    }
}

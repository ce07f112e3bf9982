package dev.cellmesh.services.edge;

import dev.cellmesh.model.Region;
import dev.cellmesh.services.edge.RetryMeters.Hedge;
import dev.cellmesh.services.edge.retry.HedgeDelays;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** When is a second cell asked for a read whose answer is late, and what is learnt from its end? At most once for each request. */
final class Hedging {
    private final EdgeContext edge;
    private final HedgeDelays delays;
    private final String template;
    private final boolean allowed;
    private final Consumer<Region> askAnother;

    private boolean begun;
    private boolean asked;
    private long timer = -1;

    /** @param askAnother told the region in which the answer is late */
    Hedging(EdgeContext edge, AdmittedRequest admitted, Consumer<Region> askAnother) {
        this.edge = edge;
        this.delays = edge.resending().hedgeDelays();
        this.template = admitted.template();
        this.allowed = admitted.mayBeHedged();
        this.askAnother = askAnother;
    }

    void sent(Send send) {
        if (send.isHedge()) {
            asked = true;
        } else if (allowed && !begun) {
            begun = true;
            Region region = send.cell().region();
            delays.nanos(template, region)
                    .ifPresent(nanos -> timer = edge.vertx()
                            .setTimer(
                                    Math.ceilDiv(nanos, TimeUnit.MILLISECONDS.toNanos(1)),
                                    id -> askAnother.accept(region)));
        }
    }

    /**
     * An answer goes to the client.
     *
     * @param first that was open
     */
    void ended(Send first, Send winner, int status) {
        edge.vertx().cancelTimer(timer);
        if (allowed && status < 400) {
            delays.took(template, first.cell().region(), edge.nowNanos() - first.sinceNanos());
        }
        if (asked) {
            asked = false;
            edge.resending().meters().hedged(winner.isHedge() ? Hedge.WON : Hedge.LOST);
        }
    }

    /** No further cell is asked. */
    void stop() {
        edge.vertx().cancelTimer(timer);
        if (asked) {
            asked = false;
            edge.resending().meters().hedged(Hedge.LOST);
        }
    }
}

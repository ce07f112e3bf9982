package dev.cellmesh.services.edge;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.TenantId;
import dev.cellmesh.runtime.problem.Problem;
import dev.cellmesh.runtime.problem.ProblemType;
import dev.cellmesh.services.edge.RetryMeters.Retry;
import dev.cellmesh.services.edge.poison.Print;
import dev.cellmesh.services.edge.retry.AfterLoss;
import dev.cellmesh.services.edge.retry.Settled;
import io.vertx.core.Future;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/**
 * Which cell gets a request, and which one after it? Ends by telling the {@link Exchange} one answer or one refusal.
 *
 * <p>What may be sent again: anything of which no cell has got the last byte, or which a cell refused before any work (421, draining);
 * and once, after a connection was lost, what is safe or carries a key. Whatever may cost a cell work twice draws on the budget. A
 * request that was there when a cell crashed goes to the next one alone, and to none after the second.
 */
final class Delivery {
    private final EdgeContext edge;
    private final Resending resending;
    private final Exchange exchange;
    private final AdmittedRequest admitted;
    private final CellChoice cells;
    private final boolean safe;
    private final Print print;
    private final Caution caution;
    private final OpenSends open = new OpenSends();
    private final Hedging hedging;
    private final Rerouting rerouting;

    private long routeEpoch;
    private boolean whole;
    private Mailing mailing;
    /** Connections under it. */
    private int losses;
    /** A write may have had its effect at a cell that did not say so. */
    private boolean unsettled;

    Delivery(EdgeContext edge, Exchange exchange, AdmittedRequest admitted, CellChoice cells) {
        this.edge = edge;
        this.resending = edge.resending();
        this.exchange = exchange;
        this.admitted = admitted;
        this.cells = cells;
        this.routeEpoch = admitted.routeEpoch();
        this.safe = admitted.isSafe();
        this.print = exchange.print();
        this.caution = new Caution(edge.resending(), print, cells);
        this.rerouting = new Rerouting(edge, cells);
        this.hedging = new Hedging(edge, admitted, this::hedge);
    }

    Region home() {
        return cells.route().home();
    }

    /** The last one that could have served it. */
    Region lastRegion() {
        return cells.lastRegion();
    }

    private TenantId tenant() {
        return cells.route().tenant();
    }

    /** @param isWhole whether the body is at hand, or streams */
    void begin(boolean isWhole) {
        whole = isWhole;
        mailing = new Mailing(edge, exchange, admitted, print, isWhole);
        next(Optional.empty());
    }

    /** Whether a cell may have acted on it, without anybody knowing. */
    boolean mayHaveActed() {
        return unsettled || (!safe && open.anySent());
    }

    /** A write that a cell has got is let finish; its answer is dropped. All else is broken off. */
    void leave() {
        hedging.stop();
        open.leave(!safe);
    }

    /**
     * Goes to the next cell.
     *
     * @param after why it is not the first cell
     */
    private void next(Optional<Retry> after) {
        caution.whenKnown(() -> go(after));
    }

    private void go(Optional<Retry> after) {
        if (exchange.isEnded() || isPoison()) {
            return;
        }
        Optional<CellId> cell = cells.next();
        if (cell.isEmpty() || !isPaidFor(cell.get(), after)) {
            refuse(EdgeProblems.regionUnavailable(cells.lastRegion(), "No cell of the tenant can be reached."));
            return;
        }
        after.ifPresent(resending.meters()::retried);
        send(cell.get(), false);
    }

    /** @return whether it is refused, since cells crashed of it */
    private boolean isPoison() {
        Optional<Problem> refusal = caution.refusal();
        refusal.ifPresent(this::refuse);
        return refusal.isPresent();
    }

    /** To pass a request on that no cell has worked at costs nothing, as long as the next cell is not known to be gone. */
    private boolean isPaidFor(CellId cell, Optional<Retry> after) {
        if (after.isEmpty()) {
            resending.budgets().requested(tenant(), cell.region());
            return true;
        }
        boolean isFree = after.get() != Retry.LOST && !cells.isOut(cell);
        return isFree || resending.take(tenant(), cell.region());
    }

    private void send(CellId cell, boolean isHedge) {
        Send send = new Send(edge, cell, cells.traffic(), isHedge);
        open.add(send);
        caution.alone(send, exchange::remainingMillis).onComplete(alone -> connect(send), tooMany -> noLane(send));
    }

    private void noLane(Send send) {
        open.close(send);
        refuse(EdgeProblems.regionUnavailable(
                send.cell().region(), "A cell crashed under such requests, so that they go one by one for now."));
    }

    private void connect(Send send) {
        // While it waited, it may have become known what the one before it was.
        if (exchange.isEnded() || isPoison()) {
            return;
        }
        edge.cells()
                .request(
                        send.cell(),
                        admitted.request().method(),
                        admitted.request().uri(),
                        Math.max(1, exchange.remainingMillis()))
                .onComplete(to -> connected(send, to), failure -> notConnected(send, failure));
    }

    private void notConnected(Send send, Throwable failure) {
        open.close(send);
        boolean tooBusy = failure instanceof ConnectionPoolTooBusyException;
        boolean tooLate = failure instanceof TimeoutException || exchange.remainingMillis() == 0;
        Future<Void> known = Future.succeededFuture();
        if (tooLate) {
            edge.probes().doubt(send.cell());
        } else if (!tooBusy) {
            edge.probes().leaveOut(send.cell());
            if (resending.arrivals().anyAt(send.cell())) {
                // It may have died of one whose client did not wait for the end.
                known = resending.inquests().into(send.cell());
            }
        }
        if (exchange.isEnded() || !open.isEmpty()) {
            return;
        }
        if (tooBusy) {
            refuse(Problem.of(ProblemType.OVERLOADED, "Too many requests wait for the cell."));
        } else if (tooLate) {
            refuse(EdgeProblems.deadlineExceeded());
        } else if (caution.goesAlone()) {
            known.onSuccess(told -> next(Optional.of(Retry.CONNECT)));
        } else {
            next(Optional.of(Retry.CONNECT));
        }
    }

    private void connected(Send send, HttpClientRequest to) {
        Attempt attempt = send.attempt();
        attempt.use(to);
        // While it was connected, it may have become known what it is.
        if (exchange.isEnded() || !open.has(send) || isPoison()) {
            return;
        }
        to.response().onComplete(answer -> answered(send, answer), failure -> lost(send));
        mailing.write(send, to, routeEpoch);
        if (whole) {
            hedging.sent(send);
        }
    }

    private void hedge(Region region) {
        if (exchange.isEnded() || open.size() != 1 || open.anyAnswered() || !caution.isFree()) {
            return;
        }
        Optional<CellId> other = cells.another(region);
        if (other.isPresent() && resending.take(tenant(), region)) {
            send(other.get(), true);
        }
    }

    /** The connection ended before an answer began; unless it was closed from here, which says nothing. */
    private void lost(Send send) {
        if (!open.has(send)) {
            return;
        }
        unsettled |= !safe && send.attempt().isSent();
        boolean begun = send.attempt().isBegun();
        edge.probes().leaveOut(send.cell());
        Future<Void> known = begun ? resending.inquests().into(send.cell()) : Future.succeededFuture();
        open.lost(send, known);
        known.onSuccess(held -> afterLoss(send));
    }

    private void afterLoss(Send send) {
        if (exchange.isEnded() || !open.isEmpty() || isPoison()) {
            return;
        }
        boolean repeatable = whole || !send.attempt().isBegun();
        losses++;
        switch (AfterLoss.of(unsettled, admitted.isKeyed(), repeatable, losses)) {
            case AGAIN -> next(Optional.of(Retry.LOST));
            case UNKNOWN_OUTCOME -> refuse(EdgeProblems.unknownOutcome(admitted.isKeyed()));
            case NOTHING_DONE ->
                refuse(EdgeProblems.regionUnavailable(
                        send.cell().region(), "The connection to the cell was lost, and nothing was done."));
        }
    }

    private void answered(Send send, HttpClientResponse answer) {
        send.answered();
        send.attempt().answered(answer);
        int status = answer.statusCode();
        if (!CellRefusal.isBeforeWork(status)) {
            caution.answered();
        }
        if (exchange.isEnded() || !open.has(send)) {
            return;
        }
        if (open.size() > 1 && (CellRefusal.isBeforeWork(status) || status >= 500)) {
            // The other one may do better.
            send.attempt().discard();
            open.close(send);
        } else if (status == ProblemType.MISDIRECTED.status()) {
            send.attempt().discard();
            open.close(send);
            rerouting.after(send.cell(), whole, this::rerouted, this::refuse);
        } else if ((whole && CellRefusal.mayBeDraining(answer))
                || (unsettled && Settled.dependsOnType(status) && CellRefusal.isReadable(answer))) {
            CellRefusal.read(answer).onSuccess(refusal -> refused(send, refusal));
        } else if (unsettled && !Settled.is(status, Optional.empty())) {
            refuse(EdgeProblems.unknownOutcome(admitted.isKeyed()));
        } else {
            relay(send, Relay.of(answer));
        }
    }

    /** A cell that stops has done nothing; one that is overloaded neither, but to ask another would spread the load. */
    private void refused(Send send, CellRefusal refusal) {
        send.attempt().refused(refusal);
        if (exchange.isEnded() || !open.has(send)) {
            return;
        }
        if (refusal.isDraining()) {
            open.close(send);
            edge.probes().leaveOut(send.cell());
            if (cells.isExhausted()) {
                refuse(Problem.of(ProblemType.DRAINING, "The tenant's cells are stopping."));
            } else {
                next(Optional.of(Retry.DRAINING));
            }
        } else if (!refusal.isWhole()) {
            lost(send);
        } else if (unsettled && !Settled.is(refusal.answer().statusCode(), refusal.type())) {
            open.close(send);
            refuse(EdgeProblems.unknownOutcome(admitted.isKeyed()));
        } else {
            relay(send, Relay.of(refusal));
        }
    }

    private void rerouted(long epoch) {
        routeEpoch = epoch;
        next(Optional.of(Retry.MISDIRECTED));
    }

    private void relay(Send send, Relay relay) {
        hedging.ended(open.first(), send, relay.status());
        open.endAllBut(send);
        exchange.relay(send.attempt(), relay);
    }

    /** Of a write that may have had its effect, no refusal may say that it had none. */
    private void refuse(Problem problem) {
        exchange.refuse(unsettled ? EdgeProblems.unknownOutcome(admitted.isKeyed()) : problem);
    }
}

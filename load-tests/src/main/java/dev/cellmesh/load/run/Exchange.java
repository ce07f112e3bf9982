package dev.cellmesh.load.run;

import dev.cellmesh.load.client.Reception;
import dev.cellmesh.load.client.Reception.NotSent;
import dev.cellmesh.load.client.Reception.Why;
import dev.cellmesh.load.operation.Operation.Turn;
import dev.cellmesh.load.record.Outcome;
import dev.cellmesh.load.record.Sample;
import dev.cellmesh.load.record.Series;
import java.util.OptionalLong;

/** One request with its retries, from its intended start to its one end. */
final class Exchange {
    /** What the generator does for it. */
    interface Surroundings {
        Loop loop();

        Sender sender();

        RetryRule retries();

        /** Whether the run is ending, so that nothing is sent again. */
        boolean isEnding();

        void ended(Exchange exchange, Sample sample);

        /** Its time came, and it was never sent, for a reason of the generator's own. */
        void neverSent(Exchange exchange);
    }

    private final Surroundings around;
    private final Turn turn;
    private final Series series;
    private final Users.User user;
    private final long intendedNanos;
    private final Runnable then;

    private int sendings;
    private boolean sent;
    private long sentNanos;
    private boolean anyUnknown;
    /** Not null while it waits to be sent again. */
    private Reception waitingAfter;

    Exchange(Surroundings around, Turn turn, Series series, Users.User user, long intendedNanos, Runnable then) {
        this.around = around;
        this.turn = turn;
        this.series = series;
        this.user = user;
        this.intendedNanos = intendedNanos;
        this.then = then;
    }

    Users.User user() {
        return user;
    }

    /** To be done when it came to its end. */
    Runnable then() {
        return then;
    }

    void send() {
        waitingAfter = null;
        sendings++;
        around.sender().send(turn.request(), this::received);
    }

    /** The run ends: what waits to be sent again is settled with what it has. */
    void giveUpRetry() {
        if (waitingAfter != null) {
            Reception last = waitingAfter;
            waitingAfter = null;
            settle(last);
        }
    }

    private void received(Reception reception) {
        if (!sent && !(reception instanceof NotSent)) {
            sent = true;
            sentNanos = reception.sentNanos();
        }
        OptionalLong wait = around.isEnding()
                ? OptionalLong.empty()
                : around.retries().waitNanos(turn.request(), reception, sendings);
        if (wait.isEmpty()) {
            settle(reception);
            return;
        }
        anyUnknown |= Outcomes.of(reception) == Outcome.UNKNOWN;
        waitingAfter = reception;
        around.loop().at(reception.endNanos() + wait.getAsLong(), () -> {
            if (waitingAfter != null) {
                send();
            }
        });
    }

    private void settle(Reception last) {
        long first = sent ? sentNanos : last.endNanos();
        turn.settled(last, first, anyUnknown);
        if (!sent && last instanceof NotSent notSent && notSent.why() != Why.UNREACHABLE) {
            around.neverSent(this);
            return;
        }
        boolean effectUnknown = anyUnknown && !RetryRule.isSafe(turn.request());
        around.ended(
                this,
                new Sample(
                        series,
                        Outcomes.of(last, effectUnknown),
                        Outcomes.status(last),
                        intendedNanos,
                        first,
                        last.endNanos(),
                        sendings,
                        Outcomes.stalenessMillis(last)));
    }
}

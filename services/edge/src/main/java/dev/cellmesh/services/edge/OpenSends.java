package dev.cellmesh.services.edge;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/** Which sendings of one request are not over? One, or two when it is hedged, in the order they began. */
final class OpenSends {
    private final List<Send> sends = new ArrayList<>(2);

    void add(Send send) {
        sends.add(send);
    }

    boolean has(Send send) {
        return sends.contains(send);
    }

    boolean isEmpty() {
        return sends.isEmpty();
    }

    int size() {
        return sends.size();
    }

    Send first() {
        return sends.getFirst();
    }

    boolean anySent() {
        return sends.stream().anyMatch(send -> send.attempt().isSent());
    }

    boolean anyAnswered() {
        return sends.stream().anyMatch(send -> send.attempt().isAnswered());
    }

    void close(Send send) {
        sends.remove(send);
        send.close();
    }

    /** @param known when it is known of what it was lost */
    void lost(Send send, Future<Void> known) {
        sends.remove(send);
        send.closeInLane(known);
    }

    /** Who was asked before the winner was slow. Who was asked after it had less time, so that nothing is held against it. */
    void endAllBut(Send winner) {
        boolean before = true;
        for (Send send : sends) {
            if (send == winner) {
                before = false;
            } else if (before) {
                send.outrun();
            } else {
                send.close();
            }
        }
        sends.removeIf(send -> send != winner);
    }

    /** @param letFinish whether a cell that has got the whole request may finish it */
    void leave(boolean letFinish) {
        for (Send send : sends) {
            if (letFinish && send.attempt().isSent()) {
                send.abandon();
            } else {
                send.close();
            }
        }
        sends.clear();
    }
}

package dev.cellmesh.load.client;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClientConnection;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Which connection to one origin takes the next request? One with room; when there is none, a new one up to the limit, and
 * the request waits, counted, in the order of arrival. The queue is as long as the generator lets requests be under way.
 */
final class Origin {
    private final ClientSettings settings;
    private final Runnable waited;
    private final Deadlines patience;
    private final Executor afterThis;
    private final Supplier<Future<HttpClientConnection>> connect;

    /** In turn, as the connections of many users are. */
    private final Deque<Link> withRoom = new ArrayDeque<>();

    private final Deque<Sending> waiters = new ArrayDeque<>();
    private final List<Link> released = new ArrayList<>();
    private int open;
    private int opening;

    /** @param afterThis runs things on the same loop, later */
    Origin(
            ClientSettings settings,
            Runnable waited,
            Deadlines patience,
            Executor afterThis,
            Supplier<Future<HttpClientConnection>> connect) {
        this.settings = settings;
        this.waited = waited;
        this.patience = patience;
        this.afterThis = afterThis;
        this.connect = connect;
    }

    /** Fails when not a single one can be opened. */
    Future<Void> open(int wanted) {
        List<Future<Void>> all = new ArrayList<>();
        for (int i = open + opening; i < wanted; i++) {
            all.add(openOne());
        }
        return Future.join(all).transform(done -> {
            Future<Void> none = Future.failedFuture(done.cause());
            return done.succeeded() || open > 0 ? Future.succeededFuture() : none;
        });
    }

    void carry(Sending sending) {
        Link link = waiters.isEmpty() ? roomy() : null;
        if (link != null) {
            use(link, sending);
            return;
        }
        waited.run();
        patience.add(sending.asWaiting());
        waiters.addLast(sending);
        openAsNeeded();
    }

    int waiting() {
        int waiting = 0;
        for (Sending waiter : waiters) {
            waiting += waiter.isOver() ? 0 : 1;
        }
        return waiting;
    }

    void giveUp(String reason) {
        for (Sending waiter = nextWaiter(); waiter != null; waiter = nextWaiter()) {
            waiter.notSent(Reception.Why.STOPPED, reason);
        }
    }

    private void openAsNeeded() {
        while (opening < waiters.size() && open + opening < settings.connectionsMax()) {
            Future<Void> one = openOne();
            if (one.failed()) {
                return;
            }
        }
    }

    private Future<Void> openOne() {
        opening++;
        return connect.get()
                .map(http -> {
                    opening--;
                    opened(http);
                    return (Void) null;
                })
                .onFailure(failure -> {
                    opening--;
                    // The one who has waited longest would have got it. The others have attempts of their own.
                    Sending waiter = nextWaiter();
                    if (waiter != null) {
                        waiter.notSent(Reception.Why.UNREACHABLE, String.valueOf(failure.getMessage()));
                        openAsNeeded();
                    }
                });
    }

    private void opened(HttpClientConnection http) {
        open++;
        // Over TLS the server may have chosen HTTP/1.1.
        boolean multiplexed = settings.http2() && http.maxActiveStreams() != 1;
        Link link = new Link(http, multiplexed);
        http.closeHandler(closed -> {
            open--;
            link.leave();
            openAsNeeded();
        });
        if (multiplexed) {
            http.goAwayHandler(away -> link.leave());
            http.shutdownHandler(shut -> link.leave());
        }
        // What went wrong with a connection is told to its requests.
        http.exceptionHandler(failure -> link.leave());
        list(link);
        serveWaiters();
    }

    private void use(Link link, Sending sending) {
        link.begin();
        if (link.hasRoom()) {
            list(link);
        }
        sending.write(link, () -> release(link));
    }

    /**
     * Vert.x counts a request as ended only after the handlers of its end ran, so its connection is lent again when they have.
     */
    private void release(Link link) {
        if (released.isEmpty()) {
            afterThis.execute(this::lendAgain);
        }
        released.add(link);
    }

    private void lendAgain() {
        for (Link link : released) {
            link.end();
            list(link);
        }
        released.clear();
        serveWaiters();
    }

    private void serveWaiters() {
        while (!waiters.isEmpty()) {
            if (waiters.peekFirst().isOver()) {
                waiters.pollFirst();
                continue;
            }
            Link link = roomy();
            if (link == null) {
                return;
            }
            use(link, waiters.pollFirst());
        }
    }

    private Sending nextWaiter() {
        Sending waiter = waiters.pollFirst();
        while (waiter != null && waiter.isOver()) {
            waiter = waiters.pollFirst();
        }
        return waiter;
    }

    private Link roomy() {
        for (Link link = withRoom.pollFirst(); link != null; link = withRoom.pollFirst()) {
            link.listed = false;
            if (link.hasRoom()) {
                return link;
            }
        }
        return null;
    }

    private void list(Link link) {
        if (!link.listed && link.hasRoom()) {
            link.listed = true;
            withRoom.addLast(link);
        }
    }
}

package dev.cellmesh.runtime.database;

import io.netty.channel.Channel;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VertxException;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.PgException;
import io.vertx.pgclient.PgNotice;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.nio.channels.ClosedChannelException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** How does a statement travel over PostgreSQL's protocol? */
final class PgWire implements Wire {
    /**
     * "canceling wait for synchronous replication": the statement reports success, but is only committed locally. Other
     * warnings share the code; taking each for this one errs to the safe side.
     */
    private static final String WARNING = "01000";

    private final PgConnection connection;
    private final NetSocket socket;
    private boolean open = true;
    private boolean tookBack;
    private Runnable closed = () -> {};
    private final Set<Promise<RowSet<Row>>> unanswered = new LinkedHashSet<>();

    PgWire(PgConnection connection, NetSocket socket) {
        this.connection = connection;
        this.socket = socket;
        connection.noticeHandler(this::noticed);
        connection.closeHandler(nothing -> closed());
        // Errors outside any statement (an administrator's shutdown) end in a close, which is what counts.
        connection.exceptionHandler(error -> close());
    }

    private void noticed(PgNotice notice) {
        if (WARNING.equals(notice.getCode())) {
            tookBack = true;
        }
    }

    private void closed() {
        if (open) {
            open = false;
            List<Promise<RowSet<Row>>> lost = List.copyOf(unanswered);
            unanswered.clear();
            lost.forEach(each -> each.tryFail(new ClosedChannelException()));
            closed.run();
        }
    }

    @Override
    public Future<RowSet<Row>> prepared(String sql, Tuple parameters) {
        try {
            return noticingLoss(connection.preparedQuery(sql).execute(parameters));
        } catch (RuntimeException refused) {
            return Future.failedFuture(new VertxException("not sent", refused));
        }
    }

    @Override
    public Future<RowSet<Row>> simple(String sql) {
        return noticingLoss(connection.query(sql).execute());
    }

    /**
     * What was in flight hears of a lost connection before the close handler does, and must not hand it on as an open one. The
     * other way round, an error that the client takes for one of the session (57P01) leaves its statement without an answer for
     * ever: it is lost with the connection.
     */
    private Future<RowSet<Row>> noticingLoss(Future<RowSet<Row>> answer) {
        Promise<RowSet<Row>> noticed = Promise.promise();
        unanswered.add(noticed);
        answer.onComplete((rows, cause) -> {
            unanswered.remove(noticed);
            if (cause == null) {
                noticed.tryComplete(rows);
                return;
            }
            if (!(cause instanceof PgException) && !SqlStates.neverSent(cause, open)) {
                closed();
                close();
            }
            noticed.tryFail(cause);
        });
        return noticed.future();
    }

    @Override
    public boolean tookBackTheQuorum() {
        boolean was = tookBack;
        tookBack = false;
        return was;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void onClose(Runnable closed) {
        this.closed = closed;
    }

    @Override
    public void close() {
        closeNow(socket);
    }

    /**
     * The client's own close waits behind an outstanding prepare, and then for the server to close its side: for ever on a stalled
     * path. This one says goodbye, and does not wait.
     */
    static void closeNow(NetSocket socket) {
        Channel channel = ((NetSocketInternal) socket).channelHandlerContext().channel();
        channel.eventLoop().execute(() -> {
            socket.close();
            channel.unsafe().close(channel.voidPromise());
        });
    }
}

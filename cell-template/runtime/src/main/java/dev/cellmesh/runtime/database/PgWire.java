package dev.cellmesh.runtime.database;

import io.netty.channel.Channel;
import io.vertx.core.Future;
import io.vertx.core.VertxException;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.PgException;
import io.vertx.pgclient.PgNotice;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;

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

    /** What was in flight hears of a lost connection before the close handler does, and must not hand it on as an open one. */
    private Future<RowSet<Row>> noticingLoss(Future<RowSet<Row>> answer) {
        return answer.onFailure(cause -> {
            if (!(cause instanceof PgException) && !SqlStates.neverSent(cause, open)) {
                closed();
                close();
            }
        });
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

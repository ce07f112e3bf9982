package dev.cellmesh.runtime.database;

import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import java.util.Set;

/** What does a server's error code say about the statement: did it happen, and is it worth another try? Pure. */
final class SqlStates {
    /** For a write: this is a standby. For a read: it tried to write. */
    static final String READ_ONLY = "25006";

    /** A standby says so when it is asked to write, or for the position of a primary. */
    static final Set<String> NOT_PRIMARY = Set.of(READ_ONLY, "55000");

    private SqlStates() {}

    /** What became of a statement that failed? All but {@link #UNKNOWN} left nothing behind. */
    enum Verdict {
        /** Run the whole statement again. */
        RETRY,
        /** The plan of a prepared statement is out of date after a schema change: run it again, once. */
        REPREPARE,
        /**
         * It broke a constraint. Either it is wrong, or somebody else made the same row at the same time: run it again, once, and
         * it sees the row.
         */
        RACED,
        /** Somebody else held the rows for too long. */
        CONTENDED,
        OVERLOADED,
        /** This server may not do it, now or ever: a standby, one that is stopping, a range without a quorum. */
        UNREACHABLE,
        /** Too fresh for a replica, or of a shape that cannot be read there: ask for a stronger level. */
        NOT_AT_THIS_LEVEL,
        /** Nobody can tell. */
        UNKNOWN,
        /** The statement itself is wrong, or breaks a constraint. */
        BUG
    }

    /** Why could no connection be opened? */
    sealed interface ConnectFailure {
        record Refused(Refusal why) implements ConnectFailure {}

        record Bug(Throwable cause) implements ConnectFailure {}
    }

    /**
     * Was a statement refused by the client before it was sent? Everything else that is not the server's own answer (a reset, a
     * closed socket, a message nobody understands) leaves open what the server did.
     *
     * @param open whether the wire could still be used afterwards
     */
    static boolean neverSent(Throwable cause, boolean open) {
        return open && cause.getClass() == VertxException.class;
    }

    static Verdict of(PgException error) {
        if ("FATAL".equals(error.getSeverity()) || "PANIC".equals(error.getSeverity())) {
            // The session is over, and its last words do not say how far the commit had got.
            return Verdict.UNKNOWN;
        }
        return of(error.getSqlState());
    }

    static Verdict of(String sqlState) {
        return switch (sqlState) {
            case "40001", "40P01" -> Verdict.RETRY;
            case "0A000" -> Verdict.REPREPARE;
            case "23505", "23514" -> Verdict.RACED;
            case "55P03", "57014" -> Verdict.CONTENDED;
            case "53000", "53100", "53200", "53300", "53400" -> Verdict.OVERLOADED;
            case "25006", "55000", "57P03" -> Verdict.UNREACHABLE;
            case "XCUBS", "22023" -> Verdict.NOT_AT_THIS_LEVEL;
            case "40003", "57P01", "57P02", "58C00", "58C01", "08000", "08003", "08006", "08007" -> Verdict.UNKNOWN;
            default -> Verdict.BUG;
        };
    }

    static ConnectFailure connectFailure(Throwable cause) {
        if (!(cause instanceof PgException error)) {
            return new ConnectFailure.Refused(Refusal.UNREACHABLE);
        }
        return switch (error.getSqlState()) {
            case "53300" -> new ConnectFailure.Refused(Refusal.OVERLOADED);
            // Starting, stopping, recovering; Class 08 comes from proxies in between.
            case "57P01", "57P02", "57P03", "08000", "08001", "08004", "08006", "XXC02" ->
                new ConnectFailure.Refused(Refusal.UNREACHABLE);
            default -> new ConnectFailure.Bug(cause);
        };
    }
}

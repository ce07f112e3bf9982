package dev.cellmesh.local.cockroach;

import java.sql.SQLException;
import java.util.Set;

/** A cluster that was found cannot be used; the message says why, to a person. */
public final class ClusterException extends RuntimeException {
    /** Wrong password, wrong user, no such database, no such function (it is no CockroachDB): waiting does not help. */
    private static final Set<String> FINAL = Set.of("28000", "28P01", "3D000", "42883");

    ClusterException(String message) {
        super(message);
    }

    ClusterException(String message, Throwable cause) {
        super(message, cause);
    }

    static boolean isFinal(SQLException error) {
        return error.getSQLState() != null && FINAL.contains(error.getSQLState());
    }
}

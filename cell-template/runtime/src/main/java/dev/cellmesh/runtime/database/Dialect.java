package dev.cellmesh.runtime.database;

import dev.cellmesh.model.consistency.Position;
import dev.cellmesh.model.consistency.RingId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.Optional;

/** What do the two databases say differently? */
sealed interface Dialect permits PostgresDialect, CockroachDialect {
    /**
     * Asks for a position that covers the statement sent just before on the same wire, and nothing less: it must go out right
     * behind it, in a transaction of its own.
     */
    Future<RowSet<Row>> askPosition(Wire wire);

    Position position(RingId ring, Row row);

    /** The read of a primary and its position as one statement; empty when that is not to be had. */
    Optional<ReadSource.Whole> withPosition(SqlStatement read);
}

package dev.cellmesh.runtime.database;

import dev.cellmesh.model.consistency.Position;
import dev.cellmesh.model.consistency.Position.ClockPosition;
import dev.cellmesh.model.consistency.RingId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.Optional;

/** How does CockroachDB tell the position of a commit? By its own clock; see {@link CockroachTexts} for its reads. */
record CockroachDialect() implements Dialect {
    @Override
    public Future<RowSet<Row>> askPosition(Wire wire) {
        return wire.simple(CockroachTexts.COMMIT_TIMESTAMP);
    }

    @Override
    public Position position(RingId ring, Row row) {
        return new ClockPosition(ring, row.getBigDecimal(0));
    }

    /** The position is the time of a transaction behind the read: a read has none of its own that covers what it waited for. */
    @Override
    public Optional<ReadSource.Whole> withPosition(SqlStatement read) {
        return Optional.empty();
    }
}

package dev.cellmesh.runtime.database;

import dev.cellmesh.model.consistency.Position;
import dev.cellmesh.model.consistency.Position.ClockPosition;
import dev.cellmesh.model.consistency.RingId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;

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
}

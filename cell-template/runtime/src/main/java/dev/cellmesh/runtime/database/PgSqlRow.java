package dev.cellmesh.runtime.database;

import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** How does a row of the SQL client look to everybody else? */
record PgSqlRow(Row row) implements SqlRow {

    static List<SqlRow> of(RowSet<Row> rows) {
        List<SqlRow> all = new ArrayList<>(rows.size());
        rows.forEach(row -> all.add(new PgSqlRow(row)));
        return all;
    }

    @Override
    public String text(String column) {
        return row.getString(column);
    }

    @Override
    public Long number(String column) {
        return row.getLong(column);
    }

    @Override
    public Boolean flag(String column) {
        return row.getBoolean(column);
    }

    @Override
    public UUID uuid(String column) {
        return row.getUUID(column);
    }

    @Override
    public OffsetDateTime time(String column) {
        return row.getOffsetDateTime(column);
    }

    @Override
    public byte[] bytes(String column) {
        Buffer bytes = row.getBuffer(column);
        return bytes == null ? null : bytes.getBytes();
    }
}

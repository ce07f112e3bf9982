package dev.cellmesh.migrations;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** When do the standbys of a ring have what was committed so far? When one more record of the log has come to them. */
final class PostgresBarrier {
    /** Writes a record into the log and waits, as every commit of a session with the ring's own settings does. */
    private static final String RECORD = "SELECT pg_logical_emit_message(true, 'cellmesh.migrated', '')";

    private PostgresBarrier() {}

    static void await(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(RECORD);
        }
    }
}

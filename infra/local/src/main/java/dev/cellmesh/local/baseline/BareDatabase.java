package dev.cellmesh.local.baseline;

import dev.cellmesh.runtime.node.DatabaseConfig;
import dev.cellmesh.runtime.node.NodeConfig;
import dev.cellmesh.runtime.node.RingConfig;
import dev.cellmesh.runtime.node.RingConnections;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.PreparedQuery;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;

/**
 * How does somebody without cells reach the same primary? By the SQL client's own pools, with its own means: statements
 * prepared once, reads pipelined, writes on as many connections and with the same durability as a cell.
 */
final class BareDatabase {
    /** What the client's authors use in their TechEmpower entry; far more than are ever on their way here. */
    private static final int PIPELINED_MAX = 256;

    private final SqlClient reads;
    private final SqlClient writes;

    private BareDatabase(SqlClient reads, SqlClient writes) {
        this.reads = reads;
        this.writes = writes;
    }

    /** @param cell the configuration of a cell, whose home ring is used as it uses it */
    static BareDatabase of(Vertx vertx, NodeConfig cell) {
        RingConnections connections = cell.sizes().service().database().near();
        SqlClient reads = PgBuilder.client()
                .connectingTo(login(cell, "bare-read")
                        .setPipeliningLimit(PIPELINED_MAX)
                        .addProperty("default_transaction_read_only", "on"))
                .with(new PoolOptions().setMaxSize(connections.reads()))
                .using(vertx)
                .build();
        // A connection is held by its write until the quorum has it: nothing could be pipelined behind.
        SqlClient writes = PgBuilder.pool()
                .connectingTo(login(cell, "bare-quorum").addProperty("synchronous_commit", "on"))
                .with(new PoolOptions().setMaxSize(connections.quorum()))
                .using(vertx)
                .build();
        return new BareDatabase(reads, writes);
    }

    private static PgConnectOptions login(NodeConfig cell, String name) {
        DatabaseConfig database = cell.database();
        RingConfig home = database.rings().stream()
                .filter(ring -> ring.ring().equals(cell.region()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(cell.id() + " has no home ring"));
        return new PgConnectOptions()
                .setHost(home.primary().host())
                .setPort(home.primary().port())
                .setDatabase(database.database())
                .setUser(database.user())
                .setPassword(database.password())
                .setCachePreparedStatements(true)
                // The client would leave long statements out of its cache.
                .setPreparedStatementCacheSqlFilter(text -> true)
                .addProperty("application_name", "cellmesh-" + name);
    }

    /** Prepared at its first use, and kept. */
    PreparedQuery<RowSet<Row>> read(String sql) {
        return reads.preparedQuery(sql);
    }

    PreparedQuery<RowSet<Row>> write(String sql) {
        return writes.preparedQuery(sql);
    }

    /** Which epoch do writes of the region carry? */
    Future<Long> writerEpoch(String region) {
        return read("SELECT epoch FROM writer_epoch WHERE home_region = $1::TEXT")
                .execute(Tuple.of(region))
                .map(rows -> rows.iterator().next().getLong("epoch"));
    }

    Future<Void> close() {
        return Future.join(reads.close(), writes.close()).mapEmpty();
    }
}

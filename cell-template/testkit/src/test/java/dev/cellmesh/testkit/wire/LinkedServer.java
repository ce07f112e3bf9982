package dev.cellmesh.testkit.wire;

import dev.cellmesh.model.Region;
import dev.cellmesh.runtime.node.DatabaseConfig;
import dev.cellmesh.runtime.node.Endpoint;
import dev.cellmesh.runtime.node.RingConfig;
import dev.cellmesh.testkit.database.DatabaseUnderTest;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * One server, reached as a primary and as a replica, each over a link of its own. What a real replica does is shown elsewhere;
 * here it only has to be another way to the rows.
 */
final class LinkedServer implements DatabaseUnderTest {
    private static final Region HOME = new Region("us-east1");
    private static final Region REMOTE = new Region("europe-west1");
    private static final String NAME = "postgres";

    private final String kind;
    private final EmbeddedPostgres server;
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final PgWireLink primary;
    private final PgWireLink replica;

    LinkedServer(String kind, UnaryOperator<String> translation) throws Exception {
        this.kind = kind;
        server = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
        try (Connection connection = admin();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE heartbeat (home_region TEXT, beat_at TIMESTAMPTZ)");
            // Always fresh: nobody beats here.
            statement.execute("INSERT INTO heartbeat VALUES ('" + HOME + "', now() + INTERVAL '1 day')");
        }
        Endpoint target = Endpoint.local(server.getPort());
        primary = PgWireLink.start(vertx, target, translation).await();
        replica = PgWireLink.start(vertx, target, translation).await();
    }

    PgWireLink primary() {
        return primary;
    }

    PgWireLink replica() {
        return replica;
    }

    @Override
    public Region home() {
        return HOME;
    }

    @Override
    public Region remote() {
        return REMOTE;
    }

    @Override
    public DatabaseConfig config(Region node) {
        Endpoint nearest = node.equals(HOME) ? primary.endpoint() : replica.endpoint();
        return new DatabaseConfig(
                kind, NAME, NAME, NAME, List.of(new RingConfig(HOME.name(), primary.endpoint(), HOME.name(), nearest)));
    }

    @Override
    public Connection admin() throws SQLException {
        return server.getPostgresDatabase().getConnection();
    }

    @Override
    public void awaitReplicas() {}

    @Override
    public Set<Fault> faults() {
        return Set.of();
    }

    @Override
    public void hurt(Fault fault) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void heal(Fault fault) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() throws Exception {
        primary.close().await();
        replica.close().await();
        vertx.close().await();
        server.close();
    }
}

package dev.cellmesh.local.cockroach;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.consistency.RingId;
import dev.cellmesh.runtime.database.Databases;
import dev.cellmesh.runtime.node.DatabaseConfig;
import dev.cellmesh.runtime.node.Endpoint;
import dev.cellmesh.runtime.node.RingConfig;
import dev.cellmesh.testkit.database.DatabaseUnderTest;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * Which CockroachDB is there to be tried out? The one that MESH_COCKROACH_URL names
 * ({@code postgresql://root@host:26257/defaultdb}, without TLS), or one in memory when the program is on the PATH. A foreign
 * cluster is not hurt, so it has no faults.
 */
final class CockroachUnderTest implements DatabaseUnderTest {
    private static final String URL = "MESH_COCKROACH_URL";
    private static final String PROGRAM = "cockroach";
    private static final int PORT = 26_257;
    private static final long START_NANOS_MAX = TimeUnit.SECONDS.toNanos(60);
    private static final long POLL_MILLIS = 50;

    private final URI url;
    private final Optional<Process> own;

    private CockroachUnderTest(URI url, Optional<Process> own) {
        this.url = url;
        this.own = own;
    }

    /** Aborts the test with the reason when there is none. */
    static CockroachUnderTest find() throws Exception {
        String named = System.getenv(URL);
        if (named != null && !named.isBlank()) {
            System.out.println("CockroachDB: the one of " + URL);
            return new CockroachUnderTest(URI.create(named), Optional.empty());
        }
        Optional<Path> program = Stream.of(System.getenv("PATH").split(":", -1))
                .map(folder -> Path.of(folder, PROGRAM))
                .filter(Files::isExecutable)
                .findFirst();
        String reason = "CockroachDB: none found, neither " + URL + " nor a program " + PROGRAM + " on the PATH";
        if (program.isEmpty()) {
            System.out.println(reason);
        }
        Assumptions.assumeTrue(program.isPresent(), reason);
        System.out.println("CockroachDB: " + program.get());
        return started(program.get());
    }

    private static CockroachUnderTest started(Path program) throws Exception {
        Path folder = Files.createTempDirectory("cockroach");
        Path listening = folder.resolve("url");
        Process process = new ProcessBuilder(
                        program.toString(),
                        "start-single-node",
                        "--insecure",
                        "--store=type=mem,size=256MiB",
                        "--listen-addr=127.0.0.1:0",
                        "--http-addr=127.0.0.1:0",
                        "--listening-url-file=" + listening)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        long end = System.nanoTime() + START_NANOS_MAX;
        while (!Files.exists(listening) || Files.readString(listening).isBlank()) {
            if (!process.isAlive() || System.nanoTime() > end) {
                process.destroyForcibly();
                throw new AssertionError("CockroachDB does not start, see " + folder);
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        return new CockroachUnderTest(URI.create(Files.readString(listening).strip()), Optional.of(process));
    }

    @Override
    public Region home() {
        return new Region("us-east1");
    }

    @Override
    public Region remote() {
        return new Region("europe-west1");
    }

    @Override
    public DatabaseConfig config(Region node) {
        Endpoint gateway = new Endpoint(url.getHost(), port());
        return new DatabaseConfig(
                Databases.COCKROACH,
                database(),
                user(),
                "",
                List.of(new RingConfig(RingId.of(home()).name(), gateway, home().name(), gateway)),
                4,
                4,
                4,
                64,
                10_000,
                10_000);
    }

    @Override
    public Connection admin() throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://" + url.getHost() + ":" + port() + "/" + database() + "?sslmode=disable",
                user(),
                "");
    }

    /** Waits until the tables are old enough to be seen a few seconds back. */
    @Override
    public void awaitReplicas() throws Exception {
        long end = System.nanoTime() + START_NANOS_MAX;
        while (true) {
            try (Connection admin = admin();
                    Statement statement = admin.createStatement()) {
                statement.execute("SELECT count(*) FROM contract_entry AS OF SYSTEM TIME follower_read_timestamp()");
                return;
            } catch (SQLException tooEarly) {
                if (System.nanoTime() > end) {
                    throw tooEarly;
                }
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            }
        }
    }

    @Override
    public Set<Fault> faults() {
        return Set.of();
    }

    @Override
    public void hurt(Fault fault) {
        throw new UnsupportedOperationException(fault + " cannot be made here");
    }

    @Override
    public void heal(Fault fault) {
        throw new UnsupportedOperationException(fault + " cannot be made here");
    }

    @Override
    public void close() throws Exception {
        if (own.isPresent()) {
            own.get().destroy();
            own.get().waitFor();
        }
    }

    private int port() {
        return url.getPort() < 0 ? PORT : url.getPort();
    }

    private String user() {
        return url.getUserInfo() == null ? "root" : url.getUserInfo().split(":", -1)[0];
    }

    private String database() {
        return url.getPath() == null || url.getPath().length() < 2
                ? "defaultdb"
                : url.getPath().substring(1);
    }
}

package dev.cellmesh.runtime.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.consistency.Durability;
import dev.cellmesh.model.consistency.ReadLevel;
import dev.cellmesh.model.consistency.RingId;
import dev.cellmesh.runtime.node.DatabaseConfig;
import dev.cellmesh.runtime.node.DatabaseSizes;
import dev.cellmesh.runtime.node.Endpoint;
import dev.cellmesh.runtime.node.RingConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A path that swallows everything: connecting succeeds, and nothing ever comes back. */
class SilentServerTest {
    private static final Region HOME = new Region("us-east1");
    private static final Duration DEADLINE = Duration.ofMillis(200);

    private final Vertx vertx = Vertx.vertx();
    private final Promise<Void> abandoned = Promise.promise();
    private RegionalDatabase database;

    @BeforeEach
    void start() {
        int port = vertx.createNetServer()
                .connectHandler(socket -> socket.closeHandler(nothing -> abandoned.tryComplete()))
                .listen(0, "127.0.0.1")
                .await()
                .actualPort();
        RingConfig ring = new RingConfig(HOME.name(), Endpoint.local(port), HOME.name(), Endpoint.local(port));
        DatabaseConfig config = new DatabaseConfig("postgres", "d", "u", "p", List.of(ring));
        DatabaseUse use = new DatabaseUse("test", DatabaseSizes.even(1, 8, 1_000, 1_000));
        database = on(() -> Future.succeededFuture(
                Databases.open(vertx, config, use, HOME, System::nanoTime, new Random(1), new SimpleMeterRegistry())));
    }

    @AfterEach
    void stop() {
        vertx.close().await();
    }

    @Test
    void itIsUnreachableByTheDeadlineAndNoSocketIsLeft() throws Exception {
        RingId ring = RingId.of(HOME);
        SqlStatement sql = new SqlStatement("silent", "SELECT 1");

        assertThat(on(() -> database.write(new Write(ring, Durability.QUORUM, sql, List.of(), deadline()))))
                .isEqualTo(new WriteOutcome.Unavailable(Refusal.UNREACHABLE));
        assertThat(on(() -> database.read(new Read(ring, ReadLevel.STRONG, sql, List.of(), deadline()))))
                .isEqualTo(new ReadOutcome.Unavailable(Refusal.UNREACHABLE));
        abandoned.future().await(10, TimeUnit.SECONDS);
    }

    private static Deadline deadline() {
        return Deadline.in(DEADLINE, System.nanoTime());
    }

    private <T> T on(Supplier<Future<T>> call) {
        Promise<T> promise = Promise.promise();
        vertx.getOrCreateContext().runOnContext(nothing -> call.get().onComplete(promise));
        return promise.future().await();
    }
}

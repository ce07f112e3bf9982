package dev.cellmesh.services.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.TenantId;
import dev.cellmesh.model.placement.ShufflePlacement;
import dev.cellmesh.model.placement.Wish;
import dev.cellmesh.model.placement.resize.Wait;
import dev.cellmesh.runtime.database.Databases;
import dev.cellmesh.runtime.database.Deadline;
import dev.cellmesh.runtime.service.IfMatch;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ResizeWorkerIT {
    private static final Region EAST = new Region("us-east1");
    private static final TenantId ACME = new TenantId("acme");
    private static final Instant AT = Instant.parse("2026-11-21T10:00:00.123Z");
    private static final Set<CellId> CELLS = IntStream.rangeClosed(1, 4)
            .mapToObj(number -> new CellId(EAST, number))
            .collect(Collectors.toSet());
    private static final Wait.News EVERYWHERE = new Wait.News(
            CELLS.stream().collect(Collectors.toMap(cell -> cell, cell -> Long.MAX_VALUE)),
            Long.MAX_VALUE,
            Long.MAX_VALUE);

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final Administrator administrator = new Administrator(new ShufflePlacement(2), 3);
    private GlobalRing ring;
    private MeshStore store;

    @BeforeEach
    void start() throws Exception {
        ring = GlobalRing.start();
        store = new MeshStore(Databases.open(
                vertx,
                ring.config(),
                GlobalRing.USE,
                EAST,
                System::nanoTime,
                new SplittableRandom(1),
                new SimpleMeterRegistry()));
        AuditEntry audit = AuditEntry.following(load(), AT, "test", "membership.register", "membership", "null", "{}");
        await(() -> store.register(List.of(EAST), new TreeSet<>(CELLS), audit, deadline()));
        change("k1", administrator.decide(load(), Presence.UNKNOWN, new TenantCommand.Create(ACME, EAST), "ada", AT));
        change(
                "k2",
                administrator.decide(
                        load(),
                        Presence.UNKNOWN,
                        new TenantCommand.Resize(
                                ACME,
                                Optional.of(new Wish.Shuffled(OptionalInt.of(1))),
                                Set.of(),
                                IfMatch.parse("\"1\"")),
                        "ada",
                        AT));
    }

    @AfterEach
    void stop() throws Exception {
        vertx.close().await();
        ring.close();
    }

    /** Each look is a control plane of its own that knows only what the database says. */
    @Test
    void aRestartedControlPlaneGoesOn() throws Exception {
        assertThat(load().tenants().get(ACME).placing().target().get(EAST)).hasSize(1);
        assertThat(look(Wait.News.NONE)).as("the last cells are still sent to").isZero();
        assertThat(look(EVERYWHERE)).as("edges stop sending").isEqualTo(1);
        TenantRecord half = load().tenants().get(ACME);
        assertThat(half.route().cellsIn(EAST)).hasSize(1);
        assertThat(half.route().alsoAccepting().get(EAST)).hasSize(1);
        long epoch = load().epoch();
        assertThat(look(new Wait.News(EVERYWHERE.cells(), epoch, epoch - 1)))
                .as("work is on its way")
                .isZero();
        assertThat(look(EVERYWHERE)).as("the cell refuses").isEqualTo(1);
        TenantRecord there = load().tenants().get(ACME);
        assertThat(there.placing().isUnderWay()).isFalse();
        assertThat(there.placing().wish()).isEqualTo(new Wish.Shuffled(OptionalInt.of(1)));
        assertThat(there.route().alsoAccepting()).isEmpty();
        assertThat(look(EVERYWHERE)).isZero();
        assertThat(ring.count("SELECT count(*) FROM audit_log WHERE action = 'tenant.resize-step'"))
                .isEqualTo(2);
    }

    private int look(Wait.News news) throws Exception {
        MeshDirectory directory = new MeshDirectory(store);
        await(() -> directory.reload(deadline()));
        ResizeWorker worker = new ResizeWorker(
                store,
                directory,
                administrator,
                () -> news,
                () -> Presence.of(CELLS),
                "cp",
                InstantSource.fixed(AT),
                System::nanoTime);
        return await(worker::look);
    }

    private void change(String key, Decision decision) throws Exception {
        Claim claim = new Claim("ada", key, Hash.ofAll(key));
        assertThat(await(() -> store.change(claim, decision, AT, deadline()))).isInstanceOf(ChangeOutcome.Done.class);
    }

    private MeshState load() throws Exception {
        return ((Stored.Found<MeshState>) await(() -> store.load(deadline()))).value();
    }

    private static Deadline deadline() {
        return Deadline.in(Duration.ofSeconds(10), System.nanoTime());
    }

    private <T> T await(Supplier<Future<T>> work) throws Exception {
        CompletableFuture<T> result = new CompletableFuture<>();
        context.runOnContext(go -> work.get().onComplete(result::complete, result::completeExceptionally));
        return result.get(20, TimeUnit.SECONDS);
    }
}

package dev.cellmesh.services.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.TenantId;
import dev.cellmesh.model.placement.ShufflePlacement;
import dev.cellmesh.runtime.database.Databases;
import dev.cellmesh.runtime.database.Deadline;
import dev.cellmesh.runtime.database.WriteOutcome;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MeshStoreIT {
    private static final Region EAST = new Region("us-east1");
    private static final Instant AT = Instant.parse("2026-11-21T10:00:00.123Z");
    private static final Claim CLAIM = new Claim("ada", "k1", Hash.ofAll("request"));

    private static final Vertx VERTX = Vertx.vertx();
    private static final Context CONTEXT = VERTX.getOrCreateContext();
    private static GlobalRing ring;
    private static MeshStore store;

    private final Administrator administrator = new Administrator(new ShufflePlacement(2), 3);

    @BeforeAll
    static void start() throws Exception {
        ring = GlobalRing.start();
        store = new MeshStore(Databases.open(
                VERTX,
                ring.config(),
                GlobalRing.USE,
                EAST,
                System::nanoTime,
                new SplittableRandom(1),
                new SimpleMeterRegistry()));
    }

    @AfterAll
    static void stop() throws Exception {
        VERTX.close().await();
        ring.close();
    }

    @BeforeEach
    void register() throws Exception {
        ring.reset();
        AuditEntry audit = AuditEntry.following(load(), AT, "test", "membership.register", "membership", "null", "{}");
        TreeSet<CellId> cells = new TreeSet<>();
        for (int number = 1; number <= 4; number++) {
            cells.add(new CellId(EAST, number));
        }
        assertThat(await(() -> store.register(List.of(EAST), cells, audit, deadline())))
                .isInstanceOf(ChangeOutcome.Done.class);
    }

    @Test
    void whatWasWrittenIsWhatIsLoaded() throws Exception {
        Decision decision = create(load(), "acme");
        assertThat(change(CLAIM, decision)).isInstanceOf(ChangeOutcome.Done.class);
        assertThat(load()).isEqualTo(decision.outcome());
    }

    @Test
    void aDecisionHoldsForItsEpochOnly() throws Exception {
        MeshState state = load();
        Decision first = create(state, "acme");
        Decision second = create(state, "globex");
        assertThat(change(CLAIM, first)).isInstanceOf(ChangeOutcome.Done.class);
        Claim other = new Claim("ada", "k2", Hash.ofAll("other"));
        assertThat(change(other, second)).isInstanceOf(ChangeOutcome.Stale.class);
        assertThat(load()).isEqualTo(first.outcome());
        // A stale one leaves nothing behind, not even its key.
        assertThat(change(other, create(load(), "globex"))).isInstanceOf(ChangeOutcome.Done.class);
    }

    @Test
    void aKnownKeyChangesNothing() throws Exception {
        assertThat(change(CLAIM, create(load(), "acme"))).isInstanceOf(ChangeOutcome.Done.class);
        MeshState state = load();
        assertThat(change(CLAIM, create(state, "globex"))).isInstanceOf(ChangeOutcome.NotClaimed.class);
        assertThat(load()).isEqualTo(state);
    }

    /** Twenty at once, each decided on the same state: the row lock lets one through. */
    @Test
    void ofManyAtOnceOneIsMade() throws Exception {
        MeshState state = load();
        List<Future<ChangeOutcome>> sent = new ArrayList<>();
        List<Class<?>> outcomes = await(() -> {
            for (int i = 0; i < 20; i++) {
                Claim claim = new Claim("ada", "k" + i, Hash.ofAll("request"));
                sent.add(store.change(claim, create(state, "tenant-" + i), AT, deadline()));
            }
            return Future.all(sent)
                    .map(all -> sent.stream()
                            .<Class<?>>map(done -> done.result().getClass())
                            .toList());
        });
        assertThat(Collections.frequency(outcomes, ChangeOutcome.Done.class)).isEqualTo(1);
        assertThat(Collections.frequency(outcomes, ChangeOutcome.Stale.class)).isEqualTo(19);
        assertThat(load().tenants()).hasSize(1);
    }

    @Test
    void expiredKeysAreForgottenAndOthersKept() throws Exception {
        assertThat(change(CLAIM, create(load(), "acme"))).isInstanceOf(ChangeOutcome.Done.class);
        assertThat(forget(AT.plus(MeshStore.KEY_RETENTION).minus(Duration.ofSeconds(1))))
                .isZero();
        assertThat(forget(AT.plus(MeshStore.KEY_RETENTION).plus(Duration.ofSeconds(1))))
                .isEqualTo(1);
    }

    @Test
    void theStoredAuditIsAnIntactChain() throws Exception {
        for (int i = 0; i < 5; i++) {
            change(new Claim("ada", "k" + i, Hash.ofAll("request")), create(load(), "tenant-" + i));
        }
        Stored<List<AuditEntry>> audit = await(() -> store.audit(Long.MAX_VALUE, 100, deadline()));
        List<AuditEntry> oldestFirst =
                ((Stored.Found<List<AuditEntry>>) audit).value().reversed();
        assertThat(oldestFirst).hasSize(6);
        assertThat(oldestFirst.getFirst().previousHash()).isEqualTo(AuditEntry.GENESIS);
        assertThat(AuditEntry.isChain(oldestFirst)).isTrue();
    }

    private Decision create(MeshState state, String id) {
        return administrator.decide(
                state, Presence.UNKNOWN, new TenantCommand.Create(new TenantId(id), EAST), "ada", AT);
    }

    private static ChangeOutcome change(Claim claim, Decision decision) throws Exception {
        return await(() -> store.change(claim, decision, AT, deadline()));
    }

    private static MeshState load() throws Exception {
        return ((Stored.Found<MeshState>) await(() -> store.load(deadline()))).value();
    }

    private static long forget(Instant now) throws Exception {
        return ((WriteOutcome.Committed) await(() -> store.forgetKeys(now, deadline())))
                .row()
                .number("gone");
    }

    private static Deadline deadline() {
        return Deadline.in(Duration.ofSeconds(10), System.nanoTime());
    }

    private static <T> T await(Supplier<Future<T>> work) throws Exception {
        CompletableFuture<T> result = new CompletableFuture<>();
        CONTEXT.runOnContext(go -> work.get().onComplete(result::complete, result::completeExceptionally));
        return result.get(20, TimeUnit.SECONDS);
    }
}

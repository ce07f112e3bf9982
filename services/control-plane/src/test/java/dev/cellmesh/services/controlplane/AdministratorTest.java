package dev.cellmesh.services.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.TenantId;
import dev.cellmesh.model.consistency.RingId;
import dev.cellmesh.model.placement.ShufflePlacement;
import dev.cellmesh.model.route.TenantStatus;
import dev.cellmesh.runtime.service.IfMatch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class AdministratorTest {
    private static final Region EAST = new Region("us-east1");
    private static final Region WEST = new Region("europe-west1");
    private static final TenantId ACME = new TenantId("acme");
    private static final Instant AT = Instant.parse("2026-11-21T10:00:00.123Z");

    private final Administrator administrator = new Administrator(new ShufflePlacement(2));

    @Test
    void theSameQuestionGetsTheSameBytes() {
        Decision one = create(mesh(), "acme");
        Decision two = create(mesh(), "acme");
        assertThat(one.answer().body().encode()).isEqualTo(two.answer().body().encode());
        assertThat(one.change()).isEqualTo(two.change());
    }

    @Test
    void aRegionWithoutCellsIsNoHome() {
        Decision decision =
                administrator.decide(mesh(), new TenantCommand.Create(ACME, new Region("mars-north1")), "ada", AT);
        assertThat(decision.answer().status()).isEqualTo(422);
        assertThat(decision.change()).isEmpty();
        assertThat(decision.isStored()).isTrue();
    }

    @Test
    void aMeshThatIsOnlyStartingIsNotToldNoForGood() {
        Decision decision = create(MeshState.EMPTY, "acme");
        assertThat(decision.answer().status()).isEqualTo(503);
        assertThat(decision.isStored()).isFalse();
    }

    @Test
    void suspendingAndResumingKeepsThePlace() {
        MeshState created = create(mesh(), "acme").outcome();
        MeshState suspended = administrator
                .decide(created, new TenantCommand.Suspend(ACME, Optional.empty()), "ada", AT)
                .outcome();
        MeshState resumed = administrator
                .decide(suspended, new TenantCommand.Resume(ACME, IfMatch.parse("\"2\"")), "bob", AT)
                .outcome();
        assertThat(suspended.tenants().get(ACME).route().status()).isEqualTo(TenantStatus.SUSPENDED);
        assertThat(resumed.tenants().get(ACME).version()).isEqualTo(3);
        assertThat(resumed.tenants().get(ACME).route())
                .isEqualTo(created.tenants().get(ACME).route());
        assertThat(resumed.epoch()).isEqualTo(created.epoch() + 2);
    }

    @Test
    void versionIsAskedBeforeWhetherAnythingIsToBeDone() {
        MeshState created = create(mesh(), "acme").outcome();
        assertThat(administrator
                        .decide(created, new TenantCommand.Resume(ACME, Optional.empty()), "ada", AT)
                        .answer()
                        .status())
                .isEqualTo(428);
        assertThat(administrator
                        .decide(created, new TenantCommand.Resume(ACME, IfMatch.parse("\"9\"")), "ada", AT)
                        .answer()
                        .status())
                .isEqualTo(412);
        Decision unchanged =
                administrator.decide(created, new TenantCommand.Resume(ACME, IfMatch.parse("\"1\"")), "ada", AT);
        assertThat(unchanged.answer().status()).isEqualTo(200);
        assertThat(unchanged.change()).isEmpty();
    }

    /** 0: create, 1: suspend, 2: resume; whatever comes, epochs, versions and the chain of the audit hold together. */
    @Property(tries = 200)
    void everyHistoryIsAChain(@ForAll @Size(max = 40) List<@IntRange(max = 2) Integer> commands, @ForAll long seed) {
        MeshState state = mesh();
        List<AuditEntry> audit = new ArrayList<>();
        for (int i = 0; i < commands.size(); i++) {
            TenantId tenant = new TenantId("tenant-" + Math.floorMod(seed + i, 3));
            long version = state.tenants().containsKey(tenant)
                    ? state.tenants().get(tenant).version()
                    : 1;
            Decision decision = administrator.decide(
                    state,
                    switch (commands.get(i)) {
                        case 0 -> new TenantCommand.Create(tenant, EAST);
                        case 1 -> new TenantCommand.Suspend(tenant, Optional.empty());
                        default -> new TenantCommand.Resume(tenant, IfMatch.parse(IfMatch.tagOf(version)));
                    },
                    "ada",
                    AT.plusMillis(i));
            MeshState next = decision.outcome();
            assertThat(next.epoch())
                    .isEqualTo(state.epoch() + (decision.change().isPresent() ? 1 : 0));
            decision.change().ifPresent(change -> audit.add(change.audit()));
            state = next;
        }
        assertThat(AuditEntry.isChain(audit)).isTrue();
        long versions = state.tenants().values().stream()
                .mapToLong(TenantRecord::version)
                .sum();
        assertThat(versions).isEqualTo(audit.size());
        if (!audit.isEmpty()) {
            assertThat(state.auditHash()).isEqualTo(audit.getLast().hash());
        }
    }

    @Test
    void aChangedOrMissingEntryShows() {
        MeshState state = mesh();
        List<AuditEntry> audit = new ArrayList<>();
        for (String id : List.of("tenant-a", "tenant-b", "tenant-c")) {
            Decision decision = create(state, id);
            audit.add(decision.change().orElseThrow().audit());
            state = decision.outcome();
        }
        AuditEntry second = audit.get(1);
        AuditEntry forged = new AuditEntry(
                second.epoch(),
                second.at(),
                "nobody",
                second.action(),
                second.subject(),
                second.before(),
                second.after(),
                second.previousHash(),
                second.hash());
        assertThat(AuditEntry.isChain(audit)).isTrue();
        assertThat(AuditEntry.isChain(List.of(audit.get(0), forged, audit.get(2))))
                .isFalse();
        assertThat(AuditEntry.isChain(List.of(audit.get(0), audit.get(2)))).isFalse();
    }

    private Decision create(MeshState state, String id) {
        return administrator.decide(state, new TenantCommand.Create(new TenantId(id), EAST), "ada", AT);
    }

    private static MeshState mesh() {
        TreeSet<CellId> cells = new TreeSet<>();
        for (int number = 1; number <= 4; number++) {
            cells.add(new CellId(EAST, number));
            cells.add(new CellId(WEST, number));
        }
        return new MeshState(
                1,
                new TreeSet<>(List.of(EAST, WEST)),
                cells,
                Map.of(RingId.of(EAST), 1L, RingId.of(WEST), 1L),
                new TreeMap<>(),
                AuditEntry.GENESIS);
    }
}

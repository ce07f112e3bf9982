package dev.cellmesh.services.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.TenantId;
import dev.cellmesh.model.consistency.RingId;
import dev.cellmesh.model.placement.ShufflePlacement;
import dev.cellmesh.model.placement.Wish;
import dev.cellmesh.model.placement.resize.Wait;
import dev.cellmesh.model.route.TenantRoute;
import dev.cellmesh.model.route.TenantStatus;
import dev.cellmesh.runtime.service.IfMatch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
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

    private final Administrator administrator = new Administrator(new ShufflePlacement(2), 3);

    @Test
    void theSameQuestionGetsTheSameBytes() {
        Decision one = create(mesh(), "acme");
        Decision two = create(mesh(), "acme");
        assertThat(one.answer().body().encode()).isEqualTo(two.answer().body().encode());
        assertThat(one.change()).isEqualTo(two.change());
    }

    @Test
    void aRegionWithoutCellsIsNoHome() {
        Decision decision = administrator.decide(
                mesh(), Presence.UNKNOWN, new TenantCommand.Create(ACME, new Region("mars-north1")), "ada", AT);
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
                .decide(created, Presence.UNKNOWN, new TenantCommand.Suspend(ACME, Optional.empty()), "ada", AT)
                .outcome();
        MeshState resumed = administrator
                .decide(suspended, Presence.UNKNOWN, new TenantCommand.Resume(ACME, IfMatch.parse("\"2\"")), "bob", AT)
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
                        .decide(created, Presence.UNKNOWN, new TenantCommand.Resume(ACME, Optional.empty()), "ada", AT)
                        .answer()
                        .status())
                .isEqualTo(428);
        assertThat(administrator
                        .decide(
                                created,
                                Presence.UNKNOWN,
                                new TenantCommand.Resume(ACME, IfMatch.parse("\"9\"")),
                                "ada",
                                AT)
                        .answer()
                        .status())
                .isEqualTo(412);
        Decision unchanged = administrator.decide(
                created, Presence.UNKNOWN, new TenantCommand.Resume(ACME, IfMatch.parse("\"1\"")), "ada", AT);
        assertThat(unchanged.answer().status()).isEqualTo(200);
        assertThat(unchanged.change()).isEmpty();
    }

    /** What a control plane that was started between any two steps would do: go on from what is stored. */
    @Test
    void aResizeIsTakenInStepsAndEnds() {
        MeshState state = create(mesh(), "acme").outcome();
        Decision decision = administrator.decide(
                state,
                Presence.UNKNOWN,
                new TenantCommand.Resize(ACME, size(3), Set.of(), IfMatch.parse("\"1\"")),
                "ada",
                AT);
        List<AuditEntry> audit =
                new ArrayList<>(List.of(decision.change().orElseThrow().audit()));
        state = decision.outcome();
        TenantRecord going = state.tenants().get(ACME);
        assertThat(going.route().cellsIn(EAST)).hasSize(2);
        assertThat(going.placing().target().get(EAST)).hasSize(3);
        while (state.tenants().get(ACME).placing().isUnderWay()) {
            Wait.News here = everywhere(state);
            Decision step =
                    Resizing.step(new Occasion(state, "cp", AT), here, 100).orElseThrow();
            audit.add(step.change().orElseThrow().audit());
            state = step.outcome();
            assertThat(audit).hasSizeLessThan(20);
        }
        TenantRoute route = state.tenants().get(ACME).route();
        assertThat(route.alsoAccepting()).isEmpty();
        for (Region region : List.of(EAST, WEST)) {
            assertThat(route.cellsIn(region))
                    .containsExactlyInAnyOrderElementsOf(
                            going.placing().target().get(region));
        }
        // Two steps for the cell that comes in each of two regions.
        assertThat(audit).hasSize(5);
        assertThat(AuditEntry.isChain(audit)).isTrue();
        assertThat(state.seating().cellsIn(EAST).get(ACME)).hasSize(3);
    }

    @Test
    void aStepWaitsForItsRoutes() {
        MeshState state = administrator
                .decide(
                        create(mesh(), "acme").outcome(),
                        Presence.UNKNOWN,
                        new TenantCommand.Resize(ACME, size(3), Set.of(), IfMatch.parse("\"1\"")),
                        "ada",
                        AT)
                .outcome();
        Wait.News nothing = Wait.News.NONE;
        MeshState half = Resizing.step(new Occasion(state, "cp", AT), nothing, 100)
                .orElseThrow()
                .outcome();
        MeshState admitted = Resizing.step(new Occasion(half, "cp", AT), nothing, 100)
                .orElseThrow()
                .outcome();
        TenantRecord tenant = admitted.tenants().get(ACME);
        assertThat(tenant.route().alsoAccepting()).as("in both regions").hasSize(2);
        assertThat(Resizing.step(new Occasion(admitted, "cp", AT), nothing, 100))
                .isEmpty();
        assertThat(Resizing.step(
                        new Occasion(admitted, "cp", AT),
                        new Wait.News(everywhere(admitted).cells(), 0, 0),
                        100))
                .isPresent();
    }

    @Test
    void aTenantLeavesACellAndAnotherTakesItsPlace() {
        MeshState state = create(mesh(), "acme").outcome();
        List<CellId> had = state.tenants().get(ACME).route().cellsIn(EAST);
        TenantRecord going = administrator
                .decide(
                        state,
                        Presence.UNKNOWN,
                        new TenantCommand.Resize(
                                ACME, Optional.empty(), Set.of(had.getFirst()), IfMatch.parse("\"1\"")),
                        "ada",
                        AT)
                .outcome()
                .tenants()
                .get(ACME);
        assertThat(going.placing().target().get(EAST))
                .hasSize(2)
                .contains(had.getLast())
                .doesNotContain(had.getFirst());
        assertThat(going.placing().target().get(WEST)).isEqualTo(going.route().cellsIn(WEST));
    }

    @Test
    void aResizeThatChangesNothingIsNone() {
        MeshState state = create(mesh(), "acme").outcome();
        Decision same = administrator.decide(
                state,
                Presence.UNKNOWN,
                new TenantCommand.Resize(ACME, size(), Set.of(), IfMatch.parse("\"1\"")),
                "ada",
                AT);
        assertThat(same.answer().status()).isEqualTo(200);
        assertThat(same.change()).isEmpty();
        assertThat(administrator
                        .decide(
                                state,
                                Presence.UNKNOWN,
                                new TenantCommand.Resize(ACME, size(3), Set.of(), Optional.empty()),
                                "ada",
                                AT)
                        .answer()
                        .status())
                .isEqualTo(428);
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
                    Presence.UNKNOWN,
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
        return administrator.decide(
                state, Presence.UNKNOWN, new TenantCommand.Create(new TenantId(id), EAST), "ada", AT);
    }

    private static Wait.News everywhere(MeshState state) {
        Map<CellId, Long> epochs =
                state.cells().keySet().stream().collect(Collectors.toMap(cell -> cell, cell -> state.epoch()));
        return new Wait.News(epochs, state.epoch(), state.epoch());
    }

    private static Optional<Wish> size(int... cellsPerRegion) {
        return Optional.of(new Wish.Shuffled(Arrays.stream(cellsPerRegion)
                .boxed()
                .map(OptionalInt::of)
                .findFirst()
                .orElse(OptionalInt.empty())));
    }

    private static MeshState mesh() {
        TreeMap<CellId, CellRecord> cells = new TreeMap<>();
        for (int number = 1; number <= 4; number++) {
            for (Region region : List.of(EAST, WEST)) {
                CellId cell = new CellId(region, number);
                cells.put(cell, CellRecord.open(cell, AT));
            }
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

package dev.cellmesh.services.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.TenantId;
import dev.cellmesh.model.placement.ShufflePlacement;
import dev.cellmesh.model.placement.Wish;
import dev.cellmesh.model.placement.resize.Wait;
import dev.cellmesh.model.route.TenantPlan;
import dev.cellmesh.model.route.TenantRoute;
import dev.cellmesh.runtime.service.IfMatch;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is agreed with tenants about their cells, and what becomes of it when cells are drained? */
class HousingTest {
    private static final Region EAST = new Region("us-east1");
    private static final Region WEST = new Region("europe-west1");
    private static final Instant AT = Instant.parse("2026-11-21T10:00:00.123Z");
    private static final int CELLS = 6;

    private final Administrator administrator = new Administrator(new ShufflePlacement(2), 3);
    private MeshState state = mesh(EAST, WEST);
    private final Set<CellId> silent = new HashSet<>();

    private Decision decide(AdminCommand command) {
        Decision decision = administrator.decide(state, presence(), command, "ada", AT);
        state = decision.outcome();
        return decision;
    }

    private TenantRecord create(String id, Wish wish) {
        Decision decision = decide(new TenantCommand.Create(new TenantId(id), EAST, wish, TenantPlan.STANDARD));
        assertThat(decision.answer().status()).as(id).isEqualTo(201);
        return tenant(id);
    }

    private Decision drain(CellId cell) {
        return decide(new CellCommand.Drain(cell, Optional.empty()));
    }

    private TenantRecord tenant(String id) {
        return state.tenants().get(new TenantId(id));
    }

    private static Wish pinned(CellId... cells) {
        TreeMap<Region, List<CellId>> byRegion = new TreeMap<>();
        byRegion.put(cells[0].region(), List.of(cells));
        return new Wish.Pinned(byRegion);
    }

    private Presence presence() {
        Set<CellId> heard = new HashSet<>(state.cells().keySet());
        heard.removeAll(silent);
        return Presence.of(heard);
    }

    private Wait.News news() {
        Map<CellId, Long> epochs = new HashMap<>();
        presence().heard().forEach(cell -> epochs.put(cell, state.epoch()));
        return new Wait.News(epochs, state.epoch(), state.epoch());
    }

    /** Until nobody can take a step any more, nodes that are not silent being quick; how many changes of the mesh that took. */
    private int settle() {
        for (int changes = 0; ; changes++) {
            assertThat(changes).isLessThan(100);
            Wait.News here = news();
            MeshState now = state;
            Optional<Decision> next = administrator
                    .settle(now, presence(), "cp", AT)
                    .or(() -> Resizing.step(new Occasion(now, "cp", AT), here, ResizeWorker.STEPS_MOST));
            if (next.isEmpty()) {
                return changes;
            }
            state = next.get().outcome();
        }
    }

    @Test
    void aPinnedTenantGetsTheseCells() {
        CellId first = new CellId(EAST, 1);
        CellId fourth = new CellId(EAST, 4);
        TenantRecord tenant = create("acme", pinned(first, fourth));
        assertThat(tenant.route().cellsIn(EAST)).containsExactly(first, fourth);
        assertThat(tenant.route().cellsIn(WEST)).hasSize(2);
        assertThat(Placing.fromJson(tenant.seatingColumn())).isEqualTo(tenant.placing());
    }

    @Test
    void whatCannotBePinnedIsRefused() {
        drain(new CellId(EAST, 2));
        create("alone", new Wish.Dedicated(OptionalInt.of(1)));
        CellId taken = tenant("alone").route().cellsIn(EAST).getFirst();
        Map<CellId, String> refusals = Map.of(
                new CellId(EAST, 99),
                "unknown-cell",
                new CellId(new Region("mars-north1"), 1),
                "unknown-cell",
                new CellId(EAST, 2),
                "cell-closed",
                taken,
                "cell-closed");
        refusals.forEach((cell, type) -> {
            Decision refused =
                    decide(new TenantCommand.Create(new TenantId("acme"), EAST, pinned(cell), TenantPlan.STANDARD));
            assertThat(refused.answer().status()).as(cell.toString()).isEqualTo(422);
            assertThat(refused.answer().body().getString("type")).endsWith("/" + type);
            assertThat(refused.isStored()).isTrue();
        });
    }

    @Test
    void nobodyIsPutBesideADedicatedTenant() {
        TenantRecord alone = create("alone", new Wish.Dedicated(OptionalInt.of(2)));
        assertThat(Placing.fromJson(alone.seatingColumn())).isEqualTo(alone.placing());
        for (int i = 0; i < 30; i++) {
            TenantRecord other = create("other-" + i, Wish.NONE);
            assertThat(other.route().cellsIn(EAST))
                    .doesNotContainAnyElementsOf(alone.route().cellsIn(EAST));
        }
        Decision second = decide(new TenantCommand.Create(
                new TenantId("late"), EAST, new Wish.Dedicated(OptionalInt.of(1)), TenantPlan.STANDARD));
        assertThat(second.answer().status()).as("no cell is empty").isEqualTo(429);
        assertThat(second.isStored()).isFalse();
    }

    @Test
    void aDrainedCellGetsEmptyAndNobodyLosesACell() {
        for (int i = 0; i < 40; i++) {
            create("tenant-" + i, Wish.NONE);
        }
        CellId drained = new CellId(EAST, 3);
        assertThat(view(drained).tenants()).isPositive();
        drain(drained);
        int changes = settle();
        assertThat(view(drained)).isEqualTo(new CellView(state.cells().get(drained), 3, 0, 0, 0));
        // One that gives targets, and one for each of the four steps: all tenants go together.
        assertThat(changes).isEqualTo(5);
        state.tenants().values().forEach(tenant -> {
            assertThat(tenant.route().cellsIn(EAST)).hasSize(2).doesNotContain(drained);
            assertThat(tenant.placing().isUnderWay()).isFalse();
        });
        assertThat(create("newcomer", Wish.NONE).route().cellsIn(EAST)).doesNotContain(drained);
    }

    @Test
    void whoWasPromisedACellStaysWhenItIsDrained() {
        CellId cell = new CellId(EAST, 3);
        create("acme", pinned(cell));
        drain(cell);
        assertThat(settle()).isZero();
        assertThat(view(cell)).isEqualTo(new CellView(state.cells().get(cell), 3, 1, 0, 1));
        decide(new TenantCommand.Resize(
                new TenantId("acme"), Optional.of(Wish.NONE), Set.of(), IfMatch.parse("\"1\"")));
        settle();
        assertThat(view(cell).tenants()).as("once it is agreed").isZero();
    }

    @Test
    void whoIsPinnedInOneRegionLeavesADrainedCellOfAnother() {
        CellId promised = new CellId(EAST, 3);
        CellId elsewhere =
                create("acme", pinned(promised)).route().cellsIn(WEST).getFirst();
        drain(promised);
        drain(elsewhere);
        settle();
        assertThat(tenant("acme").route().cellsIn(EAST)).containsExactly(promised);
        assertThat(tenant("acme").route().cellsIn(WEST)).hasSize(2).doesNotContain(elsewhere);
    }

    @Test
    void aDedicatedTenantGoesToEmptyCellsOrStays() {
        create("alone", new Wish.Dedicated(OptionalInt.of(1)));
        CellId first = tenant("alone").route().cellsIn(EAST).getFirst();
        drain(first);
        settle();
        CellId second = tenant("alone").route().cellsIn(EAST).getFirst();
        assertThat(second).isNotEqualTo(first);
        for (int i = 0; i < 30; i++) {
            create("other-" + i, Wish.NONE);
        }
        drain(second);
        assertThat(settle()).as("no cell is empty and open").isZero();
        assertThat(tenant("alone").route().cellsIn(EAST)).containsExactly(second);
    }

    @Test
    void theLastOpenCellStaysOpen() {
        for (int number = 1; number < CELLS; number++) {
            assertThat(drain(new CellId(EAST, number)).answer().status()).isEqualTo(200);
        }
        CellId last = new CellId(EAST, CELLS);
        assertThat(drain(last).answer().status()).isEqualTo(422);
        assertThat(drain(new CellId(EAST, 1)).change()).as("drained already").isEmpty();
        assertThat(drain(new CellId(WEST, 1)).answer().status()).isEqualTo(200);
        assertThat(decide(new CellCommand.Undrain(new CellId(EAST, 1), Optional.empty()))
                        .answer()
                        .status())
                .isEqualTo(428);
        assertThat(decide(new CellCommand.Undrain(new CellId(EAST, 1), IfMatch.parse("\"2\"")))
                        .answer()
                        .status())
                .isEqualTo(200);
        assertThat(drain(last).answer().status()).isEqualTo(200);
    }

    /** Cells 3 to 6 are dead: tenants that are on the first and the third leave the first for the second, and for no other. */
    @Test
    void nobodyLeavesACellForOneThatIsSilent() {
        for (int i = 0; i < 9; i++) {
            create("tenant-" + i, pinned(new CellId(EAST, 1), new CellId(EAST, 3)));
            decide(new TenantCommand.Resize(
                    new TenantId("tenant-" + i), Optional.of(Wish.NONE), Set.of(), IfMatch.parse("\"1\"")));
        }
        for (int number = 3; number <= CELLS; number++) {
            silent.add(new CellId(EAST, number));
        }
        assertThat(drain(new CellId(EAST, 1)).answer().status()).isEqualTo(200);
        settle();
        state.tenants().values().forEach(tenant -> {
            assertThat(tenant.route().cellsIn(EAST))
                    .containsExactlyInAnyOrder(new CellId(EAST, 2), new CellId(EAST, 3));
            assertThat(tenant.placing().isUnderWay()).isFalse();
        });
    }

    @Test
    void theLastCellThatWasHeardFromStaysOpen() {
        for (int number = 2; number <= CELLS; number++) {
            silent.add(new CellId(EAST, number));
        }
        Decision refused = drain(new CellId(EAST, 1));
        assertThat(refused.answer().status()).isEqualTo(422);
        assertThat(refused.answer().body().getString("type")).endsWith("/last-open-cell");
        assertThat(drain(new CellId(WEST, 1)).answer().status()).isEqualTo(200);
        assertThat(drain(new CellId(EAST, 2)).answer().status())
                .as("a dead one")
                .isEqualTo(200);
    }

    /** The others died after the drain: the tenant stays where it is served, and goes on when one is back. */
    @Test
    void aDrainWaitsForACellThatIsThere() {
        create("acme", pinned(new CellId(EAST, 1), new CellId(EAST, 3)));
        decide(new TenantCommand.Resize(
                new TenantId("acme"), Optional.of(Wish.NONE), Set.of(), IfMatch.parse("\"1\"")));
        drain(new CellId(EAST, 1));
        for (int number = 2; number <= CELLS; number++) {
            silent.add(new CellId(EAST, number));
        }
        settle();
        assertThat(tenant("acme").route().cellsIn(EAST)).contains(new CellId(EAST, 1));
        silent.remove(new CellId(EAST, 2));
        settle();
        assertThat(tenant("acme").route().cellsIn(EAST))
                .containsExactlyInAnyOrder(new CellId(EAST, 2), new CellId(EAST, 3));
    }

    /** Its target was chosen while the cell was there. */
    @Test
    void aResizeWaitsForTheCellItself() {
        create("acme", pinned(new CellId(EAST, 1)));
        silent.add(new CellId(EAST, 2));
        decide(new TenantCommand.Resize(
                new TenantId("acme"), Optional.of(pinned(new CellId(EAST, 2))), Set.of(), IfMatch.parse("\"1\"")));
        settle();
        assertThat(tenant("acme").route().cellsIn(EAST)).containsExactly(new CellId(EAST, 1));
        silent.clear();
        settle();
        assertThat(tenant("acme").route().cellsIn(EAST)).containsExactly(new CellId(EAST, 2));
    }

    /** A control plane that has just started delays a drain, and refuses nothing. */
    @Test
    void beforeAnyCellWasHeardFromADrainIsTakenAndTenantsWait() {
        assertThat(create("acme", Wish.NONE).route().cellsIn(EAST)).hasSize(2);
        CellId had = tenant("acme").route().cellsIn(EAST).getFirst();
        Decision drained =
                administrator.decide(state, Presence.UNKNOWN, new CellCommand.Drain(had, Optional.empty()), "ada", AT);
        assertThat(drained.answer().status()).isEqualTo(200);
        state = drained.outcome();
        assertThat(administrator.settle(state, Presence.UNKNOWN, "cp", AT)).isEmpty();
        assertThat(administrator
                        .decide(
                                state,
                                Presence.UNKNOWN,
                                new TenantCommand.Create(new TenantId("newcomer"), EAST),
                                "ada",
                                AT)
                        .answer()
                        .status())
                .isEqualTo(201);
        settle();
        assertThat(tenant("acme").route().cellsIn(EAST)).hasSize(2).doesNotContain(had);
    }

    @Test
    void aRegionThatIsSilentDoesNotHoldUpAnother() {
        create("acme", Wish.NONE);
        for (int number = 1; number <= CELLS; number++) {
            silent.add(new CellId(WEST, number));
        }
        decide(new TenantCommand.Resize(
                new TenantId("acme"),
                Optional.of(new Wish.Shuffled(OptionalInt.of(3))),
                Set.of(),
                IfMatch.parse("\"1\"")));
        settle();
        assertThat(tenant("acme").route().cellsIn(EAST)).hasSize(3);
        assertThat(tenant("acme").route().cellsIn(WEST)).hasSize(2);
    }

    /** While the others are drained a tenant has fewer cells than were agreed; once they are open it has as many again. */
    @Test
    void whoGotTooFewCellsGetsMoreWhenThereAreMore() {
        for (int i = 0; i < 2 * Housing.MOVES_MAX; i++) {
            create("tenant-" + i, Wish.NONE);
        }
        create("small", new Wish.Shuffled(OptionalInt.of(1)));
        create("pinned", pinned(new CellId(EAST, 1)));
        for (int number = 2; number <= CELLS; number++) {
            drain(new CellId(EAST, number));
        }
        settle();
        state.tenants()
                .values()
                .forEach(tenant -> assertThat(tenant.route().cellsIn(EAST)).containsExactly(new CellId(EAST, 1)));
        CellId second = new CellId(EAST, 2);
        silent.add(second);
        decide(new CellCommand.Undrain(second, IfMatch.parse("\"2\"")));
        assertThat(settle()).as("it is open, and dead").isZero();
        silent.clear();
        settle();
        state.tenants()
                .values()
                .forEach(tenant -> assertThat(tenant.route().cellsIn(EAST))
                        .hasSize(List.of("small", "pinned").contains(tenant.id().value()) ? 1 : 2));
        assertThat(settle()).isZero();
    }

    /** To live in a region is decided; a cell more in one where the tenant lives is not. */
    @Test
    void whoIsShortNowhereIsNotMovedToARegionThatCameLater() {
        state = mesh(EAST);
        create("acme", Wish.NONE);
        MeshState larger = mesh(EAST, WEST);
        state = new MeshState(
                state.epoch(),
                larger.regions(),
                larger.cells(),
                Map.of(),
                new TreeMap<>(state.tenants()),
                state.auditHash());
        assertThat(settle()).isZero();
        assertThat(tenant("acme").route().cellsIn(WEST)).isEmpty();
    }

    @Test
    void leavingACellKeepsWhatWasAgreed() {
        create("alone", new Wish.Dedicated(OptionalInt.of(1)));
        CellId had = tenant("alone").route().cellsIn(EAST).getFirst();
        decide(new TenantCommand.Resize(new TenantId("alone"), Optional.empty(), Set.of(had), IfMatch.parse("\"1\"")));
        assertThat(tenant("alone").placing().wish()).isEqualTo(new Wish.Dedicated(OptionalInt.of(1)));
        assertThat(tenant("alone").goesTo().get(EAST)).hasSize(1).doesNotContain(had);
    }

    @Test
    void aRegionThatCameLaterServesTheTenantAfterAResize() {
        state = mesh(EAST);
        create("acme", Wish.NONE);
        MeshState old = state;
        MeshState larger = mesh(EAST, WEST);
        state = new MeshState(
                old.epoch(),
                larger.regions(),
                larger.cells(),
                old.writerEpochs(),
                new TreeMap<>(old.tenants()),
                old.auditHash());
        decide(new TenantCommand.Resize(
                new TenantId("acme"), Optional.of(Wish.NONE), Set.of(), IfMatch.parse("\"1\"")));
        Wait.News nothing = Wait.News.NONE;
        state = Resizing.step(new Occasion(state, "cp", AT), nothing, 1)
                .orElseThrow()
                .outcome();
        assertThat(tenant("acme").route().cellsIn(WEST))
                .as("edges do not send yet")
                .isEmpty();
        assertThat(tenant("acme").route().alsoAccepting().get(WEST)).hasSize(1);
        settle();
        assertThat(tenant("acme").route().cellsIn(WEST)).hasSize(2);
        assertThat(tenant("acme").route().cellsIn(EAST)).hasSize(2);
    }

    /** As one by one, but for the epochs: the same places, one entry in the log. */
    @Test
    void manyAtOnceGetThePlacesThatTheyWouldGetOneByOne() {
        List<TenantCommand.Create> commands = IntStream.range(0, 14)
                .mapToObj(i -> new TenantCommand.Create(new TenantId("tenant-" + i), EAST))
                .toList();
        commands.forEach(this::decide);
        Map<TenantId, TenantRoute> oneByOne = state.snapshot().tenants();
        state = mesh(EAST, WEST);
        Decision many = decide(new CreateTenants(commands));
        assertThat(many.answer().status()).isEqualTo(200);
        assertThat(many.change().orElseThrow().audit().epoch()).isEqualTo(2);
        assertThat(state.snapshot().tenants()).isEqualTo(oneByOne);
        Set<Set<CellId>> sets = new HashSet<>();
        oneByOne.values().forEach(route -> sets.add(new TreeSet<>(route.cellsIn(EAST))));
        // Of six cells in three zones, twelve pairs are in two zones.
        assertThat(sets).hasSize(12);
        Decision again = decide(new CreateTenants(commands.subList(0, 1)));
        assertThat(again.answer().status()).isEqualTo(409);
        assertThat(again.change()).isEmpty();
    }

    @Test
    void aPlanIsKeptThroughEverythingElse() {
        create("acme", Wish.NONE);
        TenantPlan gold = new TenantPlan("gold", 50, 70);
        assertThat(decide(new TenantCommand.SetPlan(new TenantId("acme"), gold, Optional.empty()))
                        .answer()
                        .status())
                .isEqualTo(428);
        decide(new TenantCommand.SetPlan(new TenantId("acme"), gold, IfMatch.parse("\"1\"")));
        assertThat(decide(new TenantCommand.SetPlan(new TenantId("acme"), gold, IfMatch.parse("\"2\"")))
                        .change())
                .isEmpty();
        decide(new TenantCommand.Suspend(new TenantId("acme"), Optional.empty()));
        decide(new TenantCommand.Resume(new TenantId("acme"), IfMatch.parse("\"3\"")));
        decide(new TenantCommand.Resize(
                new TenantId("acme"),
                Optional.of(new Wish.Shuffled(OptionalInt.of(3))),
                Set.of(),
                IfMatch.parse("\"4\"")));
        settle();
        assertThat(tenant("acme").route().plan()).isEqualTo(gold);
        assertThat(TenantRecord.planFrom(tenant("acme").planColumn())).isEqualTo(gold);
        assertThat(TenantRecord.planFrom(create("globex", Wish.NONE).planColumn()))
                .isEqualTo(TenantPlan.STANDARD);
    }

    private CellView view(CellId cell) {
        return CellView.of(state, state.cells().get(cell), 3);
    }

    private static MeshState mesh(Region... regions) {
        TreeMap<CellId, CellRecord> cells = new TreeMap<>();
        for (Region region : regions) {
            for (int number = 1; number <= CELLS; number++) {
                CellId cell = new CellId(region, number);
                cells.put(cell, CellRecord.open(cell, AT));
            }
        }
        return new MeshState(1, new TreeSet<>(List.of(regions)), cells, Map.of(), new TreeMap<>(), AuditEntry.GENESIS);
    }
}

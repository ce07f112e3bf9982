package dev.cellmesh.services.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.TenantId;
import dev.cellmesh.model.placement.Wish;
import dev.cellmesh.model.placement.resize.Wait;
import dev.cellmesh.model.route.TenantPlan;
import dev.cellmesh.model.route.TenantRoute;
import dev.cellmesh.runtime.service.IfMatch;
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
class HousingTest extends MeshOnPaper {
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
}

package dev.cellmesh.services.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.TenantId;
import dev.cellmesh.model.placement.Wish;
import dev.cellmesh.runtime.service.IfMatch;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Where do tenants go while cells are dead or cut off, and when there are more cells again? */
class SilentCellsTest extends MeshOnPaper {
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
}

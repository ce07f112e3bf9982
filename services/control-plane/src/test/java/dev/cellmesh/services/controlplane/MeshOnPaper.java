package dev.cellmesh.services.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.TenantId;
import dev.cellmesh.model.placement.ShufflePlacement;
import dev.cellmesh.model.placement.Wish;
import dev.cellmesh.model.placement.resize.Wait;
import dev.cellmesh.model.route.TenantPlan;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Six cells in each of two regions, changed by commands and steps without any database. */
abstract class MeshOnPaper {
    static final Region EAST = new Region("us-east1");
    static final Region WEST = new Region("europe-west1");
    static final Instant AT = Instant.parse("2026-11-21T10:00:00.123Z");
    static final int CELLS = 6;

    final Administrator administrator = new Administrator(new ShufflePlacement(2), 3);
    MeshState state = mesh(EAST, WEST);
    final Set<CellId> silent = new HashSet<>();

    Decision decide(AdminCommand command) {
        Decision decision = administrator.decide(state, presence(), command, "ada", AT);
        state = decision.outcome();
        return decision;
    }

    TenantRecord create(String id, Wish wish) {
        Decision decision = decide(new TenantCommand.Create(new TenantId(id), EAST, wish, TenantPlan.STANDARD));
        assertThat(decision.answer().status()).as(id).isEqualTo(201);
        return tenant(id);
    }

    Decision drain(CellId cell) {
        return decide(new CellCommand.Drain(cell, Optional.empty()));
    }

    TenantRecord tenant(String id) {
        return state.tenants().get(new TenantId(id));
    }

    static Wish pinned(CellId... cells) {
        TreeMap<Region, List<CellId>> byRegion = new TreeMap<>();
        byRegion.put(cells[0].region(), List.of(cells));
        return new Wish.Pinned(byRegion);
    }

    Presence presence() {
        Set<CellId> heard = new HashSet<>(state.cells().keySet());
        heard.removeAll(silent);
        return Presence.of(heard);
    }

    Wait.News news() {
        Map<CellId, Long> epochs = new HashMap<>();
        presence().heard().forEach(cell -> epochs.put(cell, state.epoch()));
        return new Wait.News(epochs, state.epoch(), state.epoch());
    }

    /** Until nobody can take a step any more, nodes that are not silent being quick; how many changes of the mesh that took. */
    int settle() {
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

    static MeshState mesh(Region... regions) {
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

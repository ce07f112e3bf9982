package dev.cellmesh.services.controlplane;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.runtime.database.Deadline;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Are all regions and cells of the configuration in the mesh? Adds those that are new, in one statement; what is there stays,
 * and so does every placement. Nothing is ever removed here: a cell that is missing from a configuration may only be down.
 */
final class Registration {
    /** As for an administrator's changes: so many lost races in a row are a crowd. */
    private static final int ATTEMPTS_MAX = 20;

    private static final String ACTION = "membership.register";
    private static final String SUBJECT = "membership";

    private final MeshStore store;
    private final MeshDirectory directory;
    private final InstantSource clock;
    private final String actor;
    private final SortedSet<Region> regions;
    private final SortedSet<CellId> cells;

    /**
     * @param actor for the audit log
     * @throws IllegalArgumentException when a name is none, or a cell's region is not among the regions
     */
    Registration(
            MeshStore store,
            MeshDirectory directory,
            InstantSource clock,
            String actor,
            Collection<String> regions,
            Collection<String> cells) {
        this.store = store;
        this.directory = directory;
        this.clock = clock;
        this.actor = actor;
        this.regions = new TreeSet<>(regions.stream().map(Region::new).toList());
        this.cells = new TreeSet<>(cells.stream().map(CellId::parse).toList());
        for (CellId cell : this.cells) {
            if (!this.regions.contains(cell.region())) {
                throw new IllegalArgumentException("cell " + cell + " is in none of the regions " + this.regions);
            }
        }
    }

    /** Whether all is registered now; false when the database did not answer as it should, and it has to be tried again. */
    Future<Boolean> run(Deadline deadline) {
        return attempt(1, deadline);
    }

    private Future<Boolean> attempt(int attempt, Deadline deadline) {
        return directory.reload(deadline).compose(loaded -> switch (loaded) {
            case Stored.Found<MeshState> found -> complete(attempt, found.value(), deadline);
            case Stored.Unavailable<MeshState> unavailable -> Future.succeededFuture(false);
        });
    }

    private Future<Boolean> complete(int attempt, MeshState state, Deadline deadline) {
        SortedSet<Region> newRegions = without(regions, state.regions());
        SortedSet<CellId> known = new TreeSet<>(state.cells().keySet());
        SortedSet<CellId> newCells = without(cells, known);
        if (newRegions.isEmpty() && newCells.isEmpty()) {
            return Future.succeededFuture(true);
        }
        AuditEntry audit = AuditEntry.following(
                state,
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                actor,
                ACTION,
                SUBJECT,
                json(state.regions(), known),
                json(with(state.regions(), newRegions), with(known, newCells)));
        return store.register(newRegions, newCells, audit, deadline).compose(outcome -> switch (outcome) {
            case ChangeOutcome.Done done -> attempt(attempt + 1, deadline);
            case ChangeOutcome.Stale stale ->
                attempt < ATTEMPTS_MAX ? attempt(attempt + 1, deadline) : Future.succeededFuture(false);
            case ChangeOutcome.NotClaimed never -> Future.succeededFuture(false);
            case ChangeOutcome.Unavailable unavailable -> Future.succeededFuture(false);
            case ChangeOutcome.Unknown unknown -> Future.succeededFuture(false);
        });
    }

    private static <T> SortedSet<T> without(SortedSet<T> all, SortedSet<T> known) {
        SortedSet<T> left = new TreeSet<>(all);
        left.removeAll(known);
        return left;
    }

    private static <T> SortedSet<T> with(SortedSet<T> known, SortedSet<T> added) {
        SortedSet<T> all = new TreeSet<>(known);
        all.addAll(added);
        return all;
    }

    private static String json(SortedSet<Region> regions, SortedSet<CellId> cells) {
        return new JsonObject()
                .put("regions", new JsonArray(regions.stream().map(Region::name).toList()))
                .put("cells", new JsonArray(cells.stream().map(CellId::toString).toList()))
                .encode();
    }
}

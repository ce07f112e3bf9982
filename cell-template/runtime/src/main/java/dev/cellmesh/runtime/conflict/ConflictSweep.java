package dev.cellmesh.runtime.conflict;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.TenantId;
import dev.cellmesh.model.consistency.RingId;
import dev.cellmesh.model.merge.Siblings;
import dev.cellmesh.model.merge.VersionVector;
import dev.cellmesh.model.route.RouteSnapshot;
import dev.cellmesh.runtime.conflict.ConflictStore.OpenConflict;
import dev.cellmesh.runtime.conflict.ConflictStore.Outcome;
import dev.cellmesh.runtime.database.RegionalDatabase;
import dev.cellmesh.runtime.service.Ids;
import dev.cellmesh.runtime.service.Revision;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Are there entities whose versions did not know of each other, and conflicts that later writes have ended? Each of a tenant's
 * cells at home looks, so that none has to notice that another one is dead. It merges what the nearest copies of all regions' rows show, and files what is in
 * conflict; what is found again is known by its id. Used on one event loop, one sweep at a time.
 *
 * <p>Nothing has to be remembered across restarts: the {@link Backlog} goes through all there is.
 */
public final class ConflictSweep {
    /** Of all pages of a sweep together: about as much as the databases can show in a second. */
    static final int PAGES_MAX = 20;
    /** With documents of 64 kB and three versions each, a few megabytes of each region. */
    private static final int ENTITIES_PER_READ = 32;
    /** Of the open ones, those that are looked at in one sweep; so many sweeps later it is the others' turn. */
    private static final long OPEN_PAGE = 32;
    /** Those that need not be filed again while their rows are near the end of the changes. */
    private static final int FILED_MAX = 1_000;

    static final Duration ALL_AGAIN = Duration.ofHours(24);

    private final ConflictStore store;
    private final NearbyRows rows;
    private final CellId cell;
    private final Supplier<RouteSnapshot> routes;
    private final InstantSource clock;
    private final List<Changes> changes = new ArrayList<>();
    private final Backlog backlog;
    private final Map<UUID, Boolean> filed = new Remembered<>(FILED_MAX);
    private Set<TenantId> known = Set.of();
    private Instant allSince = Instant.EPOCH;
    private Optional<OpenConflict> lastOpen = Optional.empty();
    private int openSoFar;
    private int open;

    /**
     * @param cell that sweeps, for tenants whose home is its region
     * @param regions all of the mesh
     * @param types of rows that may be in conflict
     */
    public ConflictSweep(
            RegionalDatabase database,
            CellId cell,
            List<Region> regions,
            Collection<String> types,
            Supplier<RouteSnapshot> routes,
            Ids ids,
            InstantSource clock,
            java.util.function.LongSupplier nanoClock) {
        this.rows = new NearbyRows(database, regions, nanoClock);
        this.store = new ConflictStore(database, rows, cell.region(), ids);
        this.cell = cell;
        this.routes = routes;
        this.clock = clock;
        this.backlog = new Backlog(rows, types);
        for (String type : types) {
            regions.forEach(region -> changes.add(new Changes(rows, region, type)));
        }
    }

    /** How many conflicts of this cell's tenants were open when they were last counted. */
    int open() {
        return open;
    }

    /** One look at everything new. What could not be reached, or is too much for one look, is left for the next one. */
    public Future<Swept> sweep() {
        RouteSnapshot snapshot = routes.get();
        SortedSet<TenantId> mine = mine(snapshot);
        Optional<Long> epoch = snapshot.writerEpoch(RingId.of(cell.region()));
        if (mine.isEmpty() || epoch.isEmpty() || changes.isEmpty()) {
            open = 0;
            return Future.succeededFuture(new Swept(0, 0, true));
        }
        Round round = new Round(mine, epoch.get(), clock.instant().truncatedTo(ChronoUnit.MILLIS));
        return each(changes.iterator(), Changes::begin)
                .compose(begun -> begun ? backlogOf(round) : Future.succeededFuture(false))
                .compose(walked -> walked ? each(changes.iterator(), of -> changesOf(of, round)) : no())
                .compose(examined -> examined ? openOnes(round) : no())
                .map(complete -> new Swept(round.found, round.settled, complete && backlog.isEmpty()));
    }

    private SortedSet<TenantId> mine(RouteSnapshot snapshot) {
        return snapshot.tenants().values().stream()
                .filter(route -> route.home().equals(cell.region()))
                .filter(route -> route.cellsIn(cell.region()).contains(cell))
                .map(route -> route.tenant())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Only once it is known where the changes begin: whatever comes later than this is a change. */
    private Future<Boolean> backlogOf(Round round) {
        if (!round.now.isBefore(allSince.plus(ALL_AGAIN)) && backlog.isEmpty()) {
            allSince = round.now;
            known = Set.of();
        }
        backlog.add(
                round.mine.stream().filter(tenant -> !known.contains(tenant)).toList());
        known = round.mine;
        return backlogPages(round);
    }

    private Future<Boolean> backlogPages(Round round) {
        if (backlog.isEmpty() || round.pagesLeft <= PAGES_MAX / 2) {
            return Future.succeededFuture(true);
        }
        round.pagesLeft--;
        return backlog.next()
                .compose(page -> page.isEmpty()
                        ? no()
                        : examine(page.get().entities(), round).compose(examined -> {
                            if (!examined) {
                                return no();
                            }
                            backlog.done(page.get());
                            return backlogPages(round);
                        }));
    }

    private Future<Boolean> changesOf(Changes of, Round round) {
        if (round.pagesLeft == 0) {
            return Future.succeededFuture(true);
        }
        return of.next(round.tenants())
                .compose(page -> page.isEmpty()
                        ? no()
                        : examine(page.get().changed().keySet(), round).compose(examined -> {
                            if (!examined) {
                                return no();
                            }
                            of.done(page.get());
                            if (!page.get().more()) {
                                return Future.succeededFuture(true);
                            }
                            round.pagesLeft--;
                            return changesOf(of, round);
                        }));
    }

    private Future<Boolean> examine(Collection<EntityKey> entities, Round round) {
        List<EntityKey> all = List.copyOf(entities);
        List<List<EntityKey>> batches = new ArrayList<>();
        for (int from = 0; from < all.size(); from += ENTITIES_PER_READ) {
            batches.add(all.subList(from, Math.min(all.size(), from + ENTITIES_PER_READ)));
        }
        return each(
                batches.iterator(),
                batch -> rows.versions(batch)
                        .compose(versions -> versions.isEmpty()
                                ? no()
                                : each(
                                        versions.get().entrySet().iterator(),
                                        found -> fileIfConflict(found.getKey(), found.getValue(), round))));
    }

    private Future<Boolean> fileIfConflict(EntityKey entity, Siblings<Revision<JsonObject>> versions, Round round) {
        if (!versions.isConflict()) {
            return Future.succeededFuture(true);
        }
        Conflict conflict = new Conflict(entity, versions);
        if (filed.containsKey(conflict.id())) {
            return Future.succeededFuture(true);
        }
        return store.file(conflict, round.writerEpoch, round.now).map(outcome -> {
            if (outcome == Outcome.DONE) {
                round.found++;
            }
            if (outcome != Outcome.LATER) {
                filed.put(conflict.id(), true);
            }
            return outcome != Outcome.LATER;
        });
    }

    /** A few of those that are open, in turns: the later write that ends one may have come long ago. */
    private Future<Boolean> openOnes(Round round) {
        return store.open(lastOpen, round.tenants(), OPEN_PAGE).compose(page -> {
            if (page.isEmpty()) {
                return no();
            }
            List<OpenConflict> found = page.get();
            openSoFar += found.size();
            boolean more = found.size() == OPEN_PAGE;
            lastOpen = more ? Optional.of(found.getLast()) : Optional.empty();
            if (!more) {
                open = openSoFar;
                openSoFar = 0;
            }
            Set<EntityKey> entities = found.stream().map(OpenConflict::entity).collect(Collectors.toSet());
            return rows.versions(entities)
                    .compose(versions -> versions.isEmpty()
                            ? no()
                            : each(
                                    found.iterator(),
                                    one -> settleIfEnded(
                                            one, versions.get().getOrDefault(one.entity(), Siblings.empty()), round)));
        });
    }

    /** Ended is a conflict whose versions are all known here and are no longer those that stand against each other. */
    private Future<Boolean> settleIfEnded(OpenConflict conflict, Siblings<Revision<JsonObject>> versions, Round round) {
        VersionVector seen = versions.mergedVector();
        boolean allSeen = conflict.vectors().stream().allMatch(seen::covers);
        boolean same = versions.isConflict()
                && new Conflict(conflict.entity(), versions).id().equals(conflict.id());
        if (!allSeen || same) {
            return Future.succeededFuture(true);
        }
        // What comes after it is filed before it goes: nobody may think in between that all is well.
        return fileIfConflict(conflict.entity(), versions, round)
                .compose(after -> after ? store.settle(conflict, round.writerEpoch, round.now) : later())
                .map(outcome -> {
                    if (outcome == Outcome.DONE) {
                        round.settled++;
                    }
                    return outcome != Outcome.LATER;
                });
    }

    /** One after the other, for as long as it goes well. */
    private static <T> Future<Boolean> each(Iterator<T> all, Function<T, Future<Boolean>> step) {
        return all.hasNext()
                ? step.apply(all.next()).compose(well -> well ? each(all, step) : no())
                : Future.succeededFuture(true);
    }

    private static Future<Boolean> no() {
        return Future.succeededFuture(false);
    }

    private static Future<Outcome> later() {
        return Future.succeededFuture(Outcome.LATER);
    }

    /**
     * What came of a sweep?
     *
     * @param complete whether all there is has been looked at by now
     */
    public record Swept(int found, int settled, boolean complete) {}

    private static final class Round {
        private final SortedSet<TenantId> mine;
        private final long writerEpoch;
        private final Instant now;
        private int pagesLeft = PAGES_MAX;
        private int found;
        private int settled;

        Round(SortedSet<TenantId> mine, long writerEpoch, Instant now) {
            this.mine = mine;
            this.writerEpoch = writerEpoch;
            this.now = now;
        }

        JsonArray tenants() {
            return new JsonArray(mine.stream().map(TenantId::value).toList());
        }
    }
}

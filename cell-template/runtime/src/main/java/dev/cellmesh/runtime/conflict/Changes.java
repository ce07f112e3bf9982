package dev.cellmesh.runtime.conflict;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.TenantId;
import dev.cellmesh.runtime.database.SqlRow;
import dev.cellmesh.runtime.database.SqlStatement;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which rows of one region and type have changed since the last look? Time is counted by what that region's copy shows, never by
 * the clock here: rows that a cut link held back for hours come behind what was seen of their region before, like any others.
 */
final class Changes {
    /** One look; a crowd of changes takes several. */
    static final long PAGE = 200;
    /**
     * How far back each look begins, because rows do not become visible in the order of their times: the clocks of a region's
     * cells differ, and a write may be on its way for as long as a statement and its wait for a lock may take.
     */
    static final Duration OVERLAP = Duration.ofSeconds(60);
    /** More changes than this within the overlap are examined again and again, which costs only time. */
    private static final int EXAMINED_MAX = 5_000;

    private static final SqlStatement NEWEST = SqlStatement.load(Changes.class, "newest-change");
    private static final SqlStatement CHANGED = SqlStatement.load(Changes.class, "changed-rows");

    private final NearbyRows rows;
    private final Region region;
    private final String type;
    private final Map<EntityKey, Long> examined = new Remembered<>(EXAMINED_MAX);
    private Optional<Place> place = Optional.empty();
    private Instant newest = Instant.EPOCH;

    Changes(NearbyRows rows, Region region, String type) {
        this.rows = rows;
        this.region = region;
        this.type = type;
    }

    /** Whether it is known where to begin: where that region's rows end now. What is before that is for the {@link Backlog}. */
    Future<Boolean> begin() {
        if (place.isPresent()) {
            return Future.succeededFuture(true);
        }
        return rows.read(region, NEWEST, List.of(type)).map(found -> {
            found.ifPresent(last -> {
                newest = last.stream()
                        .findFirst()
                        .map(row -> row.time("updated_at").toInstant())
                        .orElse(Instant.EPOCH);
                place = Optional.of(Place.before(newest));
            });
            return found.isPresent();
        });
    }

    /** Those behind the last place that were not examined as they are now; empty when no copy answers. */
    Future<Optional<Page>> next(JsonArray tenants) {
        Place from = place.orElseThrow();
        return rows.read(
                        region,
                        CHANGED,
                        List.of(
                                type,
                                from.time().atOffset(ZoneOffset.UTC),
                                from.tenant(),
                                from.entity(),
                                tenants,
                                PAGE))
                .map(found -> found.map(this::page));
    }

    private Page page(List<SqlRow> found) {
        Map<EntityKey, Long> changed = new LinkedHashMap<>();
        for (SqlRow row : found) {
            EntityKey entity = new EntityKey(new TenantId(row.text("tenant_id")), type, row.text("entity_id"));
            Long version = row.number("version");
            if (!version.equals(examined.get(entity))) {
                changed.put(entity, version);
            }
        }
        return new Page(
                changed,
                found.isEmpty() ? Optional.empty() : Optional.of(Place.of(found.getLast())),
                found.size() == PAGE);
    }

    /** Goes on behind the page; behind the last one, the next look begins a little earlier. */
    void done(Page page) {
        examined.putAll(page.changed());
        page.end().ifPresent(end -> {
            newest = end.time().isAfter(newest) ? end.time() : newest;
            place = page.end();
        });
        if (!page.more()) {
            place = Optional.of(Place.before(newest));
        }
    }

    /** @param changed with the versions of their rows */
    record Page(Map<EntityKey, Long> changed, Optional<Place> end, boolean more) {}

    private record Place(Instant time, String tenant, String entity) {
        static Place before(Instant newest) {
            boolean atAll = newest.isAfter(Instant.EPOCH.plus(OVERLAP));
            return new Place(atAll ? newest.minus(OVERLAP) : Instant.EPOCH, "", "");
        }

        static Place of(SqlRow row) {
            return new Place(row.time("updated_at").toInstant(), row.text("tenant_id"), row.text("entity_id"));
        }
    }
}

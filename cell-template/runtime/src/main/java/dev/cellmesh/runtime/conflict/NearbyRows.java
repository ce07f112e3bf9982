package dev.cellmesh.runtime.conflict;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.TenantId;
import dev.cellmesh.model.consistency.ReadLevel;
import dev.cellmesh.model.consistency.RingId;
import dev.cellmesh.model.merge.Siblings;
import dev.cellmesh.runtime.database.Deadline;
import dev.cellmesh.runtime.database.Read;
import dev.cellmesh.runtime.database.ReadOutcome;
import dev.cellmesh.runtime.database.RegionalDatabase;
import dev.cellmesh.runtime.database.SqlRow;
import dev.cellmesh.runtime.database.SqlStatement;
import dev.cellmesh.runtime.service.Revision;
import dev.cellmesh.runtime.service.SiblingsJson;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What have all regions stored, as far as it can be seen here? Read from the nearest copies, which are as late as replication. */
public final class NearbyRows {
    /** Nobody waits: a look that takes longer is given up, and the next one begins. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(NearbyRows.class);

    private static final SqlStatement STATES = SqlStatement.load(NearbyRows.class, "states");

    private final RegionalDatabase database;
    private final List<Region> regions;
    private final LongSupplier nanoClock;

    /** @param regions all of the mesh */
    public NearbyRows(RegionalDatabase database, List<Region> regions, LongSupplier nanoClock) {
        this.database = database;
        this.regions = List.copyOf(regions);
        this.nanoClock = nanoClock;
    }

    List<Region> regions() {
        return regions;
    }

    Deadline deadline() {
        return Deadline.in(PATIENCE, nanoClock.getAsLong());
    }

    /** Of one region's rows, which begin with its name; empty when no copy answers. */
    Future<Optional<List<SqlRow>>> read(Region region, SqlStatement sql, List<Object> more) {
        return read(region, sql, more, deadline());
    }

    private Future<Optional<List<SqlRow>>> read(Region region, SqlStatement sql, List<Object> more, Deadline deadline) {
        List<Object> parameters = new ArrayList<>();
        parameters.add(region.name());
        parameters.addAll(more);
        return database.read(new Read(RingId.of(region), ReadLevel.EVENTUAL, sql, parameters, deadline))
                .map(outcome -> switch (outcome) {
                    case ReadOutcome.Rows rows -> Optional.of(rows.rows());
                    case ReadOutcome.Unavailable unavailable -> Optional.empty();
                });
    }

    /** The versions of some entities, all regions' rows merged; empty when some region's rows cannot be read at all. */
    Future<Optional<Map<EntityKey, Siblings<Revision<JsonObject>>>>> versions(Collection<EntityKey> entities) {
        return versions(entities, deadline());
    }

    /** The same for somebody who waits. */
    public Future<Optional<Map<EntityKey, Siblings<Revision<JsonObject>>>>> versions(
            Collection<EntityKey> entities, Deadline deadline) {
        if (entities.isEmpty()) {
            return Future.succeededFuture(Optional.of(Map.of()));
        }
        JsonArray wanted = new JsonArray();
        entities.forEach(entity -> wanted.add(new JsonObject()
                .put("tenant", entity.tenant().value())
                .put("type", entity.type())
                .put("id", entity.id())));
        List<Future<Optional<List<SqlRow>>>> all = regions.stream()
                .map(region -> read(region, STATES, List.of(wanted), deadline))
                .toList();
        return Future.all(all)
                .map(done -> all.stream().anyMatch(each -> each.result().isEmpty())
                        ? Optional.empty()
                        : Optional.of(merged(all.stream()
                                .map(each -> each.result().orElseThrow())
                                .toList())));
    }

    private static Map<EntityKey, Siblings<Revision<JsonObject>>> merged(List<List<SqlRow>> ofRegions) {
        Map<EntityKey, Siblings<Revision<JsonObject>>> merged = new HashMap<>();
        for (List<SqlRow> rows : ofRegions) {
            for (SqlRow row : rows) {
                EntityKey entity = new EntityKey(
                        new TenantId(row.text("tenant_id")), row.text("entity_type"), row.text("entity_id"));
                merged.merge(entity, siblings(entity, row), Siblings::merge);
            }
        }
        return merged;
    }

    /** A row that cannot be read is a bug of its service, and must not hide the conflicts of all others. */
    private static Siblings<Revision<JsonObject>> siblings(EntityKey entity, SqlRow row) {
        try {
            return SiblingsJson.decode(new JsonObject(row.text("state")), SiblingsJson::sorted);
        } catch (IllegalArgumentException notOurs) {
            LOG.error("{} has a state that holds no versions: {}", entity, notOurs.toString());
            return Siblings.empty();
        }
    }
}

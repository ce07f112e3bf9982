package dev.cellmesh.runtime.cell;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.TenantId;
import dev.cellmesh.model.merge.VersionVector;
import dev.cellmesh.runtime.database.SqlRow;
import dev.cellmesh.runtime.database.SqlStatement;
import dev.cellmesh.runtime.service.Merged;
import dev.cellmesh.runtime.service.RegionalEntity;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** How do the rows that each region keeps of one entity become that entity? */
final class RegionalRows {
    static final SqlStatement READ = SqlStatement.load(RegionalRows.class, "read-regional-state");
    static final SqlStatement WRITE = SqlStatement.load(RegionalRows.class, "write-regional-state");

    private RegionalRows() {}

    /** Behind the region. */
    static List<Object> key(TenantId tenant, RegionalEntity<?> entity, String id) {
        return List.of(tenant.value(), entity.type(), id);
    }

    static <S> Merged<S> merged(RegionalEntity<S> entity, Region own, Map<Region, List<SqlRow>> rows) {
        S ownState = entity.empty();
        S state = entity.empty();
        Map<Region, Long> versions = new TreeMap<>();
        for (Map.Entry<Region, List<SqlRow>> each : rows.entrySet()) {
            if (each.getValue().isEmpty()) {
                continue;
            }
            SqlRow row = each.getValue().getFirst();
            S one = entity.decode().apply(new JsonObject(row.text("state")));
            state = entity.merge().apply(state, one);
            versions.put(each.getKey(), row.number("version"));
            if (each.getKey().equals(own)) {
                ownState = one;
            }
        }
        return new Merged<>(
                state,
                ownState,
                new VersionVector(versions),
                times(rows, "created_at").min(Instant::compareTo),
                times(rows, "updated_at").max(Instant::compareTo));
    }

    /** 0 when this region has none yet. */
    static long versionOf(Map<Region, List<SqlRow>> rows, Region region) {
        return Optional.ofNullable(rows.get(region))
                .filter(found -> !found.isEmpty())
                .map(found -> found.getFirst().number("version"))
                .orElse(0L);
    }

    private static Stream<Instant> times(Map<Region, List<SqlRow>> rows, String column) {
        return rows.values().stream()
                .flatMap(List::stream)
                .map(row -> row.time(column).toInstant());
    }
}

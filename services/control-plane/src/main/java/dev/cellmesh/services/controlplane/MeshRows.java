package dev.cellmesh.services.controlplane;

import dev.cellmesh.model.CellId;
import dev.cellmesh.model.Region;
import dev.cellmesh.model.TenantId;
import dev.cellmesh.model.consistency.RingId;
import dev.cellmesh.model.route.TenantRoute;
import dev.cellmesh.runtime.database.SqlRow;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What do the store's rows mean? */
final class MeshRows {
    private MeshRows() {}

    /** The rows of {@code load-state.sql}. */
    static MeshState state(List<SqlRow> rows) {
        long epoch = 0;
        SortedSet<Region> regions = new TreeSet<>();
        SortedMap<CellId, CellRecord> cells = new TreeMap<>();
        Map<RingId, Long> writerEpochs = new HashMap<>();
        SortedMap<TenantId, TenantRecord> tenants = new TreeMap<>();
        Hash auditHash = AuditEntry.GENESIS;
        for (SqlRow row : rows) {
            String kind = row.text("kind");
            switch (kind) {
                case "epoch" -> epoch = row.number("number");
                case "region" -> regions.add(new Region(row.text("name")));
                case "cell" -> {
                    CellRecord cell = cell(row);
                    cells.put(cell.id(), cell);
                }
                case "writer" -> writerEpochs.put(RingId.parse(row.text("name")), row.number("number"));
                case "tenant" -> {
                    TenantRecord tenant = tenant(row, row.text("name"), row.text("home"), row.number("number"));
                    tenants.put(tenant.id(), tenant);
                }
                case "audit" -> auditHash = Hash.of(row.bytes("hash"));
                default -> throw new IllegalStateException("no such kind of row: " + kind);
            }
        }
        return new MeshState(epoch, regions, cells, writerEpochs, tenants, auditHash);
    }

    private static CellRecord cell(SqlRow row) {
        return new CellRecord(
                CellId.parse(row.text("name")),
                row.text("status").equals("drained"),
                row.number("version"),
                instant(row, "created_at"),
                instant(row, "changed_at"));
    }

    static TenantRecord tenant(SqlRow row) {
        return tenant(row, row.text("tenant_id"), row.text("tenant_home"), row.number("changed_epoch"));
    }

    private static TenantRecord tenant(SqlRow row, String id, String home, long changedEpoch) {
        JsonObject placing = new JsonObject(row.text("seating"));
        TenantRoute route = new TenantRoute(
                new TenantId(id),
                new Region(home),
                TenantRecord.statusOf(row.text("status")),
                cells(new JsonObject(row.text("cells"))),
                TenantRecord.alsoAccepting(placing),
                TenantRecord.planFrom(new JsonObject(row.text("plan"))));
        return new TenantRecord(
                route,
                Placing.fromJson(placing),
                row.number("version"),
                changedEpoch,
                instant(row, "created_at"),
                instant(row, "changed_at"));
    }

    private static Map<Region, List<CellId>> cells(JsonObject json) {
        Map<Region, List<CellId>> cells = new TreeMap<>();
        for (String region : json.fieldNames()) {
            JsonArray names = json.getJsonArray(region);
            cells.put(
                    new Region(region),
                    names.stream().map(name -> CellId.parse((String) name)).toList());
        }
        return cells;
    }

    static AuditEntry audit(SqlRow row) {
        return new AuditEntry(
                row.number("epoch"),
                instant(row, "at"),
                row.text("actor"),
                row.text("action"),
                row.text("subject"),
                row.text("before_json"),
                row.text("after_json"),
                Hash.of(row.bytes("previous_hash")),
                Hash.of(row.bytes("hash")));
    }

    static StoredAnswer answer(SqlRow row) {
        return new StoredAnswer(
                Hash.of(row.bytes("fingerprint")), row.number("status").intValue(), row.text("body"));
    }

    private static Instant instant(SqlRow row, String column) {
        return row.time(column).toInstant();
    }
}

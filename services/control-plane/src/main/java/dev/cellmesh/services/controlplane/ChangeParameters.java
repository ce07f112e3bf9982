package dev.cellmesh.services.controlplane;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What does {@code change-mesh.sql} get? Those of the change are null or empty when a decision changes nothing. */
record ChangeParameters(Claim claim, Decision decision, Instant now) {
    List<Object> toList() {
        List<TenantRecord> tenants =
                decision.change().map(Decision.Change::tenants).orElse(List.of());
        Optional<CellRecord> cell = decision.change().flatMap(Decision.Change::cell);
        Optional<AuditEntry> audit = decision.change().map(Decision.Change::audit);
        return Arrays.asList(
                claim.actor(),
                claim.key(),
                claim.fingerprint().bytes(),
                decision.answer().status(),
                decision.answer().body().encode(),
                MeshStore.at(now),
                MeshStore.at(now.plus(MeshStore.KEY_RETENTION)),
                decision.decidedAt().epoch(),
                decision.change().isPresent(),
                new JsonArray(tenants.stream().map(ChangeParameters::row).toList()),
                new JsonArray(cell.stream().map(ChangeParameters::row).toList()),
                audit.map(AuditEntry::action).orElse(null),
                audit.map(AuditEntry::subject).orElse(null),
                audit.map(AuditEntry::before).orElse(null),
                audit.map(AuditEntry::after).orElse(null),
                audit.map(entry -> entry.previousHash().bytes()).orElse(null),
                audit.map(entry -> entry.hash().bytes()).orElse(null));
    }

    private static JsonObject row(TenantRecord tenant) {
        return new JsonObject()
                .put("id", tenant.id().value())
                .put("home", tenant.route().home().name())
                .put("status", TenantRecord.nameOf(tenant.route().status()))
                .put("cells", tenant.cells())
                .put("seating", tenant.seatingColumn())
                .put("plan", tenant.planColumn())
                .put("version", tenant.version())
                .put("createdAt", tenant.createdAt().toString());
    }

    private static JsonObject row(CellRecord cell) {
        return new JsonObject()
                .put("id", cell.id().toString())
                .put("drained", cell.drained())
                .put("version", cell.version());
    }
}

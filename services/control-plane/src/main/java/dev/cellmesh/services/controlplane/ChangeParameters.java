package dev.cellmesh.services.controlplane;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What does {@code change-tenant.sql} get? Those of the change are null when a decision changes nothing. */
record ChangeParameters(Claim claim, Decision decision, Instant now) {
    List<Object> toList() {
        Optional<TenantRecord> tenant = decision.change().map(Decision.Change::tenant);
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
                tenant.map(changed -> changed.id().value()).orElse(null),
                tenant.map(changed -> changed.route().home().name()).orElse(null),
                tenant.map(changed -> TenantRecord.nameOf(changed.route().status()))
                        .orElse(null),
                tenant.map(TenantRecord::cells).orElse((JsonObject) null),
                tenant.map(TenantRecord::version).orElse(null),
                tenant.map(changed -> MeshStore.at(changed.createdAt())).orElse(null),
                audit.map(AuditEntry::action).orElse(null),
                audit.map(AuditEntry::before).orElse(null),
                audit.map(AuditEntry::after).orElse(null),
                audit.map(entry -> entry.previousHash().bytes()).orElse(null),
                audit.map(entry -> entry.hash().bytes()).orElse(null),
                tenant.map(TenantRecord::seatingColumn).orElse((JsonObject) null));
    }
}

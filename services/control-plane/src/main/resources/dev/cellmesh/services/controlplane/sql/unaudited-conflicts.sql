-- Resolved, and not yet in the audit log, which is in another ring. $2 most rows
SELECT conflict_id, tenant_id, entity_type, entity_id, status, vectors::TEXT AS vectors, versions::TEXT AS versions,
       resolution::TEXT AS resolution, resolved_by, version, found_at, changed_at
FROM conflict
WHERE home_region = $1::TEXT
  AND NOT audited
ORDER BY conflict_id
LIMIT $2::INT8

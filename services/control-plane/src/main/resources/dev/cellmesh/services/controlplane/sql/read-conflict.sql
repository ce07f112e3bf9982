SELECT conflict_id, tenant_id, entity_type, entity_id, status, vectors::TEXT AS vectors, versions::TEXT AS versions,
       resolution::TEXT AS resolution, resolved_by, version, found_at, changed_at
FROM conflict /*as-of*/
WHERE home_region = $1::TEXT
  AND conflict_id = $2::UUID

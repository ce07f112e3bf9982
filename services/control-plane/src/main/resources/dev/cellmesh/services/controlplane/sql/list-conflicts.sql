-- One home ring's part of a page of the conflict queue, oldest first. $2 time and $3 id of the last one of the page before,
-- $4 status or null, $5 entity type or null, $6 tenant or null, $7 most rows
SELECT conflict_id, tenant_id, entity_type, entity_id, status, vectors::TEXT AS vectors, resolved_by, version, found_at, changed_at
FROM conflict /*as-of-exact*/
WHERE home_region = $1::TEXT
  AND found_at >= $2::TIMESTAMPTZ
  AND (found_at, conflict_id) > ($2::TIMESTAMPTZ, $3::UUID)
  AND ($4::TEXT IS NULL OR status = $4::TEXT)
  AND ($5::TEXT IS NULL OR entity_type = $5::TEXT)
  AND ($6::TEXT IS NULL OR tenant_id = $6::TEXT)
ORDER BY found_at, conflict_id
LIMIT $7::INT8

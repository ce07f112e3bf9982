-- Which conflicts are open, oldest first. $2 time and $3 id of the last one of the page before, $4 the tenants that are looked
-- after, $5 most rows
SELECT conflict_id, tenant_id, entity_type, entity_id, vectors::TEXT AS vectors, found_at
FROM conflict
WHERE home_region = $1::TEXT
  AND status = 'open'
  AND found_at >= $2::TIMESTAMPTZ
  AND (found_at, conflict_id) > ($2::TIMESTAMPTZ, $3::UUID)
  AND $4::JSONB ? tenant_id
ORDER BY found_at, conflict_id
LIMIT $5::BIGINT

-- Which rows of one region and type were changed behind a place, in the order of time.
-- $3 time, $4 tenant and $5 entity of that place, $6 the tenants that are looked after, $7 most rows
SELECT tenant_id, entity_id, version, updated_at
FROM regional_state /*as-of-exact*/
WHERE home_region = $1::TEXT
  AND entity_type = $2::TEXT
  AND updated_at >= $3::TIMESTAMPTZ
  AND (updated_at, tenant_id, entity_id) > ($3::TIMESTAMPTZ, $4::TEXT, $5::TEXT)
  AND $6::JSONB ? tenant_id
ORDER BY updated_at, tenant_id, entity_id
LIMIT $7::BIGINT

-- Which entities of one tenant and type a region has rows of. $4 the last one of the page before, $5 most rows
SELECT entity_id
FROM regional_state /*as-of-exact*/
WHERE home_region = $1::TEXT
  AND tenant_id = $2::TEXT
  AND entity_type = $3::TEXT
  AND entity_id > $4::TEXT
ORDER BY entity_id
LIMIT $5::BIGINT

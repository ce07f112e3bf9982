-- What the home region itself has stored of an entity that every region may write.
SELECT state::TEXT AS state, version
FROM regional_state
WHERE home_region = $1::TEXT
  AND tenant_id = $2::TEXT
  AND entity_type = $3::TEXT
  AND entity_id = $4::TEXT

SELECT transfer_id, source_id, destination_id, amount, currency, source_version, destination_version, created_at
FROM transfer
WHERE home_region = $1::TEXT
  AND tenant_id = $2::TEXT
  AND transfer_id = $3::UUID

SELECT reservation_id, quantity, released, version, created_at, updated_at
FROM reservation /*as-of*/
WHERE home_region = $1::TEXT
  AND tenant_id = $2::TEXT
  AND product_id = $3::UUID
  AND reservation_id = $4::UUID

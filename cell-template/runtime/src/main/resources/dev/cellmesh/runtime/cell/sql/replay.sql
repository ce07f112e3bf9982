-- The first answer of a key, if there was one.
SELECT fingerprint, status, body
FROM idempotency /*as-of*/
WHERE home_region = $1::TEXT
  AND tenant_id = $2::TEXT
  AND idempotency_key = $3::TEXT

-- The first answer to an administrator's key, if there was one.
SELECT fingerprint, status, body
FROM idempotency
WHERE home_region = $1::TEXT
  AND tenant_id = $2::TEXT
  AND idempotency_key = $3::TEXT

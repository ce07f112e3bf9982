-- The first answer of a key whose effect is in the ring of the whole mesh, if there was one.
SELECT fingerprint, status, body
FROM global_idempotency
WHERE tenant_id = $1::TEXT
  AND idempotency_key = $2::TEXT

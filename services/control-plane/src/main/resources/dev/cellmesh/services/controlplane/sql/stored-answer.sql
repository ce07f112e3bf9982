SELECT fingerprint, status, body FROM admin_idempotency
WHERE actor = $1::TEXT AND idempotency_key = $2::TEXT

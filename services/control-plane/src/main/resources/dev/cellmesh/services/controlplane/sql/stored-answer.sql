SELECT fingerprint, status, body FROM admin_idempotency
WHERE home_region = 'global' AND actor = $1::TEXT AND idempotency_key = $2::TEXT

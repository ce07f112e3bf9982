-- Has the audit log know of something that was done elsewhere, once. Verdicts: done; stale (the epoch has moved on: decide
-- again); not-claimed (it knows).
-- $1 epoch it was decided at, $2 whose key, $3 key, $4 fingerprint, $5 now, $6 expiry of the key, $7 when it was done, $8 actor,
-- $9 action, $10 subject, $11 before, $12 after, $13 hash of the epoch's audit row, $14 hash of the new one
WITH locked AS (
    SELECT epoch FROM route_epoch
    WHERE name = 'routes' AND epoch = $1::INT8
    FOR UPDATE
), claim AS (
    INSERT INTO admin_idempotency
        (actor, idempotency_key, fingerprint, status, body, created_at, expires_at)
    SELECT $2::TEXT, $3::TEXT, $4::BYTEA, 200, '{}', $5::TIMESTAMPTZ, $6::TIMESTAMPTZ
    FROM locked
    ON CONFLICT (actor, idempotency_key) DO NOTHING
    RETURNING idempotency_key
), bumped AS (
    UPDATE route_epoch SET epoch = $1::INT8 + 1, changed_at = $5::TIMESTAMPTZ
    WHERE name = 'routes' AND epoch = $1::INT8 AND EXISTS (SELECT 1 FROM claim)
    RETURNING epoch
), audited AS (
    INSERT INTO audit_log
        (epoch, at, actor, action, subject, before_json, after_json, previous_hash, hash)
    SELECT epoch, $7::TIMESTAMPTZ, $8::TEXT, $9::TEXT, $10::TEXT, $11::TEXT, $12::TEXT, $13::BYTEA, $14::BYTEA
    FROM bumped
    RETURNING epoch
)
SELECT CASE
    WHEN NOT EXISTS (SELECT 1 FROM locked) THEN 'stale'
    WHEN NOT EXISTS (SELECT 1 FROM claim) THEN 'not-claimed'
    ELSE 'done'
END AS verdict

-- Has one administrator's write happen, or be refused, exactly as it was decided at epoch $8: the epoch's row is locked, so
-- nothing else has changed since. Verdicts: done; stale (the epoch has moved on: decide again); not-claimed (the key is known).
-- $1 actor, $2 key, $3 fingerprint, $4 status, $5 body, $6 now, $7 expiry of the key, $8 epoch it was decided at,
-- $9 whether anything changes, $10 tenant, $11 its home, $12 status, $13 cells, $14 version, $15 created at,
-- $16 action, $17 before, $18 after, $19 hash of the epoch's audit row, $20 hash of the new one, $21 what was agreed about its
-- cells, and where they are going
WITH locked AS (
    SELECT epoch FROM route_epoch
    WHERE name = 'routes' AND epoch = $8::INT8
    FOR UPDATE
), claim AS (
    INSERT INTO admin_idempotency
        (actor, idempotency_key, fingerprint, status, body, created_at, expires_at)
    SELECT $1::TEXT, $2::TEXT, $3::BYTEA, $4::INT4, $5::TEXT, $6::TIMESTAMPTZ, $7::TIMESTAMPTZ
    FROM locked
    ON CONFLICT (actor, idempotency_key) DO NOTHING
    RETURNING idempotency_key
), bumped AS (
    UPDATE route_epoch SET epoch = $8::INT8 + 1, changed_at = $6::TIMESTAMPTZ
    WHERE name = 'routes' AND epoch = $8::INT8 AND $9::BOOL AND EXISTS (SELECT 1 FROM claim)
    RETURNING epoch
), placed AS (
    INSERT INTO tenant
        (tenant_id, tenant_home, status, cells, seating, version, changed_epoch, created_at, changed_at)
    SELECT $10::TEXT, $11::TEXT, $12::TEXT, $13::JSONB, $21::JSONB, $14::INT8, epoch, $15::TIMESTAMPTZ, $6::TIMESTAMPTZ
    FROM bumped
    ON CONFLICT (tenant_id) DO UPDATE
        SET status = excluded.status, cells = excluded.cells, seating = excluded.seating, version = excluded.version,
            changed_epoch = excluded.changed_epoch, changed_at = excluded.changed_at
    RETURNING tenant_id
), audited AS (
    INSERT INTO audit_log
        (epoch, at, actor, action, subject, before_json, after_json, previous_hash, hash)
    SELECT epoch, $6::TIMESTAMPTZ, $1::TEXT, $16::TEXT, $10::TEXT, $17::TEXT, $18::TEXT, $19::BYTEA, $20::BYTEA
    FROM bumped
    RETURNING epoch
)
SELECT CASE
    WHEN NOT EXISTS (SELECT 1 FROM locked) THEN 'stale'
    WHEN NOT EXISTS (SELECT 1 FROM claim) THEN 'not-claimed'
    ELSE 'done'
END AS verdict

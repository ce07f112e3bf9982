-- Has one change of the mesh happen, or be refused, exactly as it was decided at epoch $8: the epoch's row is locked, so
-- nothing else has changed since. Verdicts: done; stale (the epoch has moved on: decide again); not-claimed (the key is known).
-- $1 actor, $2 key, $3 fingerprint, $4 status, $5 body, $6 now, $7 expiry of the key, $8 epoch it was decided at,
-- $9 whether anything changes, $10 tenants as they will be (a JSON array), $11 a cell as it will be (a JSON array of one, or of
-- none), $12 action, $13 subject, $14 before, $15 after, $16 hash of the epoch's audit row, $17 hash of the new one
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
        (tenant_id, tenant_home, status, cells, seating, plan, version, changed_epoch, created_at, changed_at)
    SELECT changed.tenant ->> 'id', changed.tenant ->> 'home', changed.tenant ->> 'status', changed.tenant -> 'cells',
           changed.tenant -> 'seating', changed.tenant -> 'plan', (changed.tenant ->> 'version')::INT8, epoch,
           (changed.tenant ->> 'createdAt')::TIMESTAMPTZ, $6::TIMESTAMPTZ
    FROM bumped, jsonb_array_elements($10::JSONB) AS changed (tenant)
    ON CONFLICT (tenant_id) DO UPDATE
        SET status = excluded.status, cells = excluded.cells, seating = excluded.seating, plan = excluded.plan,
            version = excluded.version, changed_epoch = excluded.changed_epoch, changed_at = excluded.changed_at
    RETURNING tenant_id
), opened AS (
    UPDATE cell
    SET drained = (changed.cell ->> 'drained')::BOOL, version = (changed.cell ->> 'version')::INT8, changed_at = $6::TIMESTAMPTZ
    FROM bumped, jsonb_array_elements($11::JSONB) AS changed (cell)
    WHERE cell_name = changed.cell ->> 'id'
    RETURNING cell_name
), audited AS (
    INSERT INTO audit_log
        (epoch, at, actor, action, subject, before_json, after_json, previous_hash, hash)
    SELECT epoch, $6::TIMESTAMPTZ, $1::TEXT, $12::TEXT, $13::TEXT, $14::TEXT, $15::TEXT, $16::BYTEA, $17::BYTEA
    FROM bumped
    RETURNING epoch
)
SELECT CASE
    WHEN NOT EXISTS (SELECT 1 FROM locked) THEN 'stale'
    WHEN NOT EXISTS (SELECT 1 FROM claim) THEN 'not-claimed'
    ELSE 'done'
END AS verdict

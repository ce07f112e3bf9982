-- Has a resolution happen, or be refused, exactly as it was decided on the conflict and the home region's own row as they were
-- read: both are locked, and both still have the versions that they had. Verdicts: done; fenced; stale (one of them has changed:
-- decide again); not-claimed (the key is known).
-- $1 home region, $2 tenant, $3 writer epoch, $4 key, $5 fingerprint, $6 status, $7 body, $8 now, $9 expiry of the key,
-- $10 conflict, $11 its version, $12 whether anything changes, $13 entity type, $14 entity, $15 version of the row, 0 for none,
-- $16 the row's new state, $17 actor, $18 resolution, $19 id of the event, $20 its payload
WITH fence AS (
    SELECT epoch FROM writer_epoch
    WHERE home_region = $1::TEXT AND epoch = $3::INT8
    FOR SHARE
), locked AS (
    SELECT conflict.version FROM conflict, fence
    WHERE conflict.home_region = $1::TEXT AND conflict.conflict_id = $10::UUID
    FOR UPDATE OF conflict
), own AS (
    SELECT regional_state.version FROM regional_state, fence
    WHERE regional_state.home_region = $1::TEXT AND regional_state.tenant_id = $2::TEXT
      AND regional_state.entity_type = $13::TEXT AND regional_state.entity_id = $14::TEXT
    FOR UPDATE OF regional_state
), unchanged AS (
    SELECT locked.version FROM locked LEFT JOIN own ON TRUE
    WHERE locked.version = $11::INT8 AND COALESCE(own.version, 0) = $15::INT8
), claim AS (
    INSERT INTO idempotency
        (home_region, tenant_id, idempotency_key, fingerprint, status, body, created_at, expires_at)
    SELECT $1::TEXT, $2::TEXT, $4::TEXT, $5::BYTEA, $6::INT4, $7::TEXT, $8::TIMESTAMPTZ, $9::TIMESTAMPTZ
    FROM unchanged
    ON CONFLICT (home_region, tenant_id, idempotency_key) DO NOTHING
    RETURNING status
), go AS (
    SELECT status FROM claim WHERE $12::BOOL
), stored AS (
    INSERT INTO regional_state
        (home_region, tenant_id, entity_type, entity_id, state, version, created_at, updated_at)
    SELECT $1::TEXT, $2::TEXT, $13::TEXT, $14::TEXT, $16::JSONB, $15::INT8 + 1, $8::TIMESTAMPTZ, $8::TIMESTAMPTZ
    FROM go
    ON CONFLICT (home_region, tenant_id, entity_type, entity_id) DO UPDATE
        SET state = excluded.state,
            version = CASE WHEN regional_state.version = $15::INT8 THEN excluded.version ELSE 0 END,
            updated_at = excluded.updated_at
    RETURNING version
), resolved AS (
    UPDATE conflict
        SET status = 'resolved', resolution = $18::JSONB, resolved_by = $17::TEXT, audited = FALSE,
            version = $11::INT8 + 1, changed_at = $8::TIMESTAMPTZ
        FROM stored
        WHERE conflict.home_region = $1::TEXT AND conflict.conflict_id = $10::UUID
        RETURNING conflict.conflict_id
), event AS (
    INSERT INTO outbox
        (home_region, event_id, tenant_id, entity_type, entity_id, event_type, payload, writer_epoch, created_at)
    SELECT $1::TEXT, $19::UUID, $2::TEXT, 'conflict', resolved.conflict_id::TEXT, 'conflict-resolved', $20::JSONB, $3::INT8,
           $8::TIMESTAMPTZ
    FROM resolved
)
SELECT CASE
    WHEN NOT EXISTS (SELECT 1 FROM fence) THEN 'fenced'
    WHEN NOT EXISTS (SELECT 1 FROM unchanged) THEN 'stale'
    WHEN NOT EXISTS (SELECT 1 FROM claim) THEN 'not-claimed'
    ELSE 'done'
END AS verdict

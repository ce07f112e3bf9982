-- Has a conflict stand in the queue, and tells of it, unless it is known. Verdicts: done; known; fenced.
-- $1 home region, $2 writer epoch, $3 conflict, $4 tenant, $5 entity type, $6 entity, $7 vectors, $8 versions, $9 the time,
-- $10 id of the event, $11 its payload
WITH fence AS (
    SELECT epoch
    FROM writer_epoch
    WHERE home_region = $1::TEXT
      AND epoch = $2::BIGINT
        FOR SHARE
),
filed AS (
    INSERT INTO conflict
        (home_region, conflict_id, tenant_id, entity_type, entity_id, status, vectors, versions, audited, version, found_at,
         changed_at)
    SELECT $1::TEXT, $3::UUID, $4::TEXT, $5::TEXT, $6::TEXT, 'open', $7::JSONB, $8::JSONB, TRUE, 1, $9::TIMESTAMPTZ,
           $9::TIMESTAMPTZ
    FROM fence
    ON CONFLICT (home_region, conflict_id) DO NOTHING
    RETURNING conflict_id
),
event AS (
    INSERT INTO outbox
        (home_region, event_id, tenant_id, entity_type, entity_id, event_type, payload, writer_epoch, created_at)
    SELECT $1::TEXT, $10::UUID, $4::TEXT, 'conflict', filed.conflict_id::TEXT, 'conflict-found', $11::JSONB, $2::BIGINT,
           $9::TIMESTAMPTZ
    FROM filed
)
SELECT CASE
           WHEN NOT EXISTS (SELECT 1 FROM fence) THEN 'fenced'
           WHEN NOT EXISTS (SELECT 1 FROM filed) THEN 'known'
           ELSE 'done'
       END AS verdict

-- Takes a conflict out of the queue that a later write has ended, and tells of it. Verdicts: done; known; fenced.
-- $1 home region, $2 writer epoch, $3 conflict, $4 tenant, $5 the time, $6 id of the event, $7 its payload
WITH fence AS (
    SELECT epoch
    FROM writer_epoch
    WHERE home_region = $1::TEXT
      AND epoch = $2::BIGINT
        FOR SHARE
),
locked AS (
    SELECT conflict.version
    FROM conflict,
         fence
    WHERE conflict.home_region = $1::TEXT
      AND conflict.conflict_id = $3::UUID
      AND conflict.status = 'open'
        FOR UPDATE OF conflict
),
settled AS (
    UPDATE conflict
        SET status = 'settled',
            version = locked.version + 1,
            changed_at = $5::TIMESTAMPTZ
        FROM locked
        WHERE conflict.home_region = $1::TEXT
            AND conflict.conflict_id = $3::UUID
        RETURNING conflict.conflict_id
),
event AS (
    INSERT INTO outbox
        (home_region, event_id, tenant_id, entity_type, entity_id, event_type, payload, writer_epoch, created_at)
    SELECT $1::TEXT, $6::UUID, $4::TEXT, 'conflict', settled.conflict_id::TEXT, 'conflict-settled', $7::JSONB, $2::BIGINT,
           $5::TIMESTAMPTZ
    FROM settled
)
SELECT CASE
           WHEN NOT EXISTS (SELECT 1 FROM fence) THEN 'fenced'
           WHEN NOT EXISTS (SELECT 1 FROM settled) THEN 'known'
           ELSE 'done'
       END AS verdict

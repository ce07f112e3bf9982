-- Stores this region's state of an entity that every region may write, if its row still has the version that was read.
-- $12 entity type, $13 entity, $14 the version that was read, 0 for none, $15 the new state, $16 what was decided, $17 event.
-- Two that make the first row at once both find none: the later one breaks the CHECK of the version on purpose, is run once more
-- as a whole, and finds the row.
WITH fence AS (
    SELECT pg_try_advisory_xact_lock($11::BIGINT) AS first_of_key
    FROM writer_epoch
    WHERE home_region = $1::TEXT
      AND epoch = $3::BIGINT
        FOR SHARE
),
locked AS (
    SELECT regional_state.version
    FROM regional_state,
         fence
    WHERE fence.first_of_key
      AND regional_state.home_region = $1::TEXT
      AND regional_state.tenant_id = $2::TEXT
      AND regional_state.entity_type = $12::TEXT
      AND regional_state.entity_id = $13::TEXT
        FOR UPDATE OF regional_state
),
decided AS (
    SELECT CASE
               WHEN COALESCE(locked.version, 0) <> $14::BIGINT THEN 'changed-meanwhile'
               ELSE $16::TEXT
           END AS verdict,
           $6::BIGINT AS version_given
    FROM (VALUES (1)) AS one (n)
             LEFT JOIN locked ON TRUE
),
answered AS (
    SELECT verdict,
           ($7::JSONB -> verdict ->> 'status')::INT AS status,
           ($7::JSONB -> verdict -> 'body')::TEXT AS body
    FROM decided
),
claim AS (
    INSERT INTO idempotency (home_region, tenant_id, idempotency_key, fingerprint, status, body, created_at, expires_at)
    SELECT $1::TEXT, $2::TEXT, $4::TEXT, $5::BYTEA, answered.status, answered.body, $8::TIMESTAMPTZ, $9::TIMESTAMPTZ
    FROM answered, fence
    WHERE fence.first_of_key
      AND answered.verdict NOT IN ('changed-meanwhile', 'precondition-required')
    ON CONFLICT (home_region, tenant_id, idempotency_key) DO NOTHING
    RETURNING status
),
go AS (
    SELECT answered.body
    FROM answered, claim
    WHERE answered.verdict = 'done'
),
stored AS (
    INSERT INTO regional_state
        (home_region, tenant_id, entity_type, entity_id, state, version, created_at, updated_at)
    SELECT $1::TEXT, $2::TEXT, $12::TEXT, $13::TEXT, $15::JSONB, $14::BIGINT + 1, $8::TIMESTAMPTZ, $8::TIMESTAMPTZ
    FROM go
    ON CONFLICT (home_region, tenant_id, entity_type, entity_id) DO UPDATE
        SET state = excluded.state,
            version = CASE WHEN regional_state.version = $14::BIGINT THEN excluded.version ELSE 0 END,
            updated_at = excluded.updated_at
    RETURNING version
),
event AS (
    INSERT INTO outbox
        (home_region, event_id, tenant_id, entity_type, entity_id, event_type, payload, writer_epoch, created_at)
    SELECT $1::TEXT, $10::UUID, $2::TEXT, $12::TEXT, $13::TEXT, $17::TEXT, go.body::JSONB -> 'data', $3::BIGINT,
           $8::TIMESTAMPTZ
    FROM go, stored
)
SELECT CASE
           WHEN NOT EXISTS (SELECT 1 FROM fence) THEN 'fenced'
           WHEN NOT EXISTS (SELECT 1 FROM fence WHERE first_of_key) THEN 'in-progress'
           WHEN answered.verdict IN ('changed-meanwhile', 'precondition-required') THEN answered.verdict
           WHEN NOT EXISTS (SELECT 1 FROM claim) THEN 'not-claimed'
           ELSE answered.verdict
       END AS verdict,
       answered.status,
       answered.body
FROM answered

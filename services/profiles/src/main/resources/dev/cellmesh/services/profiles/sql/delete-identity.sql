-- Deletes an identity, if it still has the version that the client saw; its address is free again. $12 identity.
WITH fence AS (
    SELECT pg_try_advisory_xact_lock($11::BIGINT) AS first_of_key
    FROM global_writer_epoch
    WHERE ring_name = $1::TEXT
      AND epoch = $3::BIGINT
        FOR SHARE
),
locked AS (
    SELECT identity_record.identity_id, identity_record.version
    FROM identity_record,
         fence
    WHERE fence.first_of_key
      AND identity_record.tenant_id = $2::TEXT
      AND identity_record.identity_id = $12::UUID
        FOR UPDATE OF identity_record
),
decided AS (
    SELECT CASE
               WHEN locked.identity_id IS NULL THEN 'unknown-entity'
               WHEN $6::BIGINT IS NULL THEN 'precondition-required'
               WHEN $6::BIGINT <> locked.version THEN 'version-conflict'
               ELSE 'done'
           END AS verdict,
           locked.version
    FROM (VALUES (1)) AS one (n)
             LEFT JOIN locked ON TRUE
),
answered AS (
    SELECT verdict,
           version,
           ($7::JSONB -> verdict ->> 'status')::INT AS status,
           (CASE verdict
                WHEN 'version-conflict' THEN
                    ($7::JSONB -> verdict -> 'body') || jsonb_build_object('currentVersion', version)
                ELSE $7::JSONB -> verdict -> 'body'
            END)::TEXT AS body
    FROM decided
),
claim AS (
    INSERT INTO global_idempotency (tenant_id, idempotency_key, fingerprint, status, body, created_at, expires_at)
    SELECT $2::TEXT, $4::TEXT, $5::BYTEA, answered.status, answered.body, $8::TIMESTAMPTZ, $9::TIMESTAMPTZ
    FROM answered, fence
    WHERE fence.first_of_key
      AND answered.verdict <> 'precondition-required'
    ON CONFLICT (tenant_id, idempotency_key) DO NOTHING
    RETURNING status
),
go AS (
    SELECT answered.body
    FROM answered, claim
    WHERE answered.verdict = 'done'
),
deleted AS (
    DELETE FROM identity_record
    USING go
    WHERE identity_record.tenant_id = $2::TEXT
      AND identity_record.identity_id = $12::UUID
    RETURNING identity_record.identity_id
),
event AS (
    INSERT INTO global_outbox
        (event_id, tenant_id, entity_type, entity_id, event_type, payload, writer_epoch, created_at)
    SELECT $10::UUID, $2::TEXT, 'identity', $12::UUID::TEXT, 'identity-deleted', go.body::JSONB -> 'data', $3::BIGINT,
           $8::TIMESTAMPTZ
    FROM go, deleted
)
SELECT CASE
           WHEN NOT EXISTS (SELECT 1 FROM fence) THEN 'fenced'
           WHEN NOT EXISTS (SELECT 1 FROM fence WHERE first_of_key) THEN 'in-progress'
           WHEN answered.verdict = 'precondition-required' THEN answered.verdict
           WHEN NOT EXISTS (SELECT 1 FROM claim) THEN 'not-claimed'
           ELSE answered.verdict
       END AS verdict,
       answered.status,
       answered.body
FROM answered

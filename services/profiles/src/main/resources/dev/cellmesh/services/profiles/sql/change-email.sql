-- Gives an identity another address, if it still has the version that the client saw, and nobody else in the mesh has the
-- address. $12 identity, $13 e-mail as typed, $14 e-mail as compared.
WITH fence AS (
    SELECT pg_try_advisory_xact_lock($11::BIGINT) AS first_of_key
    FROM global_writer_epoch
    WHERE ring_name = $1::TEXT
      AND epoch = $3::BIGINT
        FOR SHARE
),
locked AS (
    SELECT identity_record.identity_id, identity_record.version, identity_record.created_at
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
               WHEN EXISTS (SELECT 1
                            FROM identity_record AS holder
                            WHERE holder.email_key = $14::TEXT
                              AND (holder.tenant_id <> $2::TEXT OR holder.identity_id <> $12::UUID)) THEN 'email-taken'
               ELSE 'done'
           END AS verdict,
           locked.version,
           locked.created_at
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
                WHEN 'done' THEN
                    ($7::JSONB -> verdict -> 'body') || jsonb_build_object(
                        'version', version + 1,
                        'etag', '"' || (version + 1)::TEXT || '"',
                        'createdAt', to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
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
    SELECT answered.version + 1 AS version, answered.body
    FROM answered, claim
    WHERE answered.verdict = 'done'
),
changed AS (
    UPDATE identity_record
    SET email = $13::TEXT,
        email_key = $14::TEXT,
        version = go.version,
        updated_at = $8::TIMESTAMPTZ
    FROM go
    WHERE identity_record.tenant_id = $2::TEXT
      AND identity_record.identity_id = $12::UUID
    RETURNING identity_record.version
),
event AS (
    INSERT INTO global_outbox
        (event_id, tenant_id, entity_type, entity_id, event_type, payload, writer_epoch, created_at)
    SELECT $10::UUID, $2::TEXT, 'identity', $12::UUID::TEXT, 'identity-email-changed', go.body::JSONB -> 'data', $3::BIGINT,
           $8::TIMESTAMPTZ
    FROM go
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

-- Makes an identity, if nobody in the mesh has its address. $12 identity, $13 e-mail as typed, $14 e-mail as compared.
-- $6 is always NULL here: what is new has no version to match. Of two at once both may find the address free: the later one
-- breaks the unique index, is run once more as a whole, and finds it taken.
WITH fence AS (
    SELECT pg_try_advisory_xact_lock($11::BIGINT) AS first_of_key
    FROM global_writer_epoch
    WHERE ring_name = $1::TEXT
      AND epoch = $3::BIGINT
        FOR SHARE
),
decided AS (
    SELECT CASE
               WHEN EXISTS (SELECT 1 FROM identity_record WHERE email_key = $14::TEXT) THEN 'email-taken'
               ELSE 'done'
           END AS verdict,
           $6::BIGINT AS version_given
),
answered AS (
    SELECT verdict,
           ($7::JSONB -> verdict ->> 'status')::INT AS status,
           ($7::JSONB -> verdict -> 'body')::TEXT AS body
    FROM decided
),
claim AS (
    INSERT INTO global_idempotency (tenant_id, idempotency_key, fingerprint, status, body, created_at, expires_at)
    SELECT $2::TEXT, $4::TEXT, $5::BYTEA, answered.status, answered.body, $8::TIMESTAMPTZ, $9::TIMESTAMPTZ
    FROM answered, fence
    WHERE fence.first_of_key
    ON CONFLICT (tenant_id, idempotency_key) DO NOTHING
    RETURNING status
),
go AS (
    SELECT answered.body
    FROM answered, claim
    WHERE answered.verdict = 'done'
),
created AS (
    INSERT INTO identity_record (tenant_id, identity_id, email, email_key, version, created_at, updated_at)
    SELECT $2::TEXT, $12::UUID, $13::TEXT, $14::TEXT, 1, $8::TIMESTAMPTZ, $8::TIMESTAMPTZ
    FROM go
    RETURNING identity_id
),
event AS (
    INSERT INTO global_outbox
        (event_id, tenant_id, entity_type, entity_id, event_type, payload, writer_epoch, created_at)
    SELECT $10::UUID, $2::TEXT, 'identity', $12::UUID::TEXT, 'identity-created', go.body::JSONB -> 'data', $3::BIGINT,
           $8::TIMESTAMPTZ
    FROM go, created
)
SELECT CASE
           WHEN NOT EXISTS (SELECT 1 FROM fence) THEN 'fenced'
           WHEN NOT EXISTS (SELECT 1 FROM fence WHERE first_of_key) THEN 'in-progress'
           WHEN NOT EXISTS (SELECT 1 FROM claim) THEN 'not-claimed'
           ELSE answered.verdict
       END AS verdict,
       answered.status,
       answered.body
FROM answered

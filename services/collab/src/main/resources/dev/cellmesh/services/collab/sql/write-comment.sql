-- Adds a comment to this region's own. $12 document, $13 hybrid time, $14 comment, $15 author, $16 text.
-- $6 is always NULL here: a new comment has no version to match.
WITH fence AS (
    SELECT pg_try_advisory_xact_lock($11::BIGINT) AS first_of_key
    FROM writer_epoch
    WHERE home_region = $1::TEXT
      AND epoch = $3::BIGINT
        FOR SHARE
),
decided AS (
    SELECT 'done'::TEXT AS verdict, $7::JSONB -> 'done' AS answer, $6::BIGINT AS version_given
),
claim AS (
    INSERT INTO idempotency (home_region, tenant_id, idempotency_key, fingerprint, status, body, created_at, expires_at)
    SELECT $1::TEXT, $2::TEXT, $4::TEXT, $5::BYTEA, (answer ->> 'status')::INT, (answer -> 'body')::TEXT,
           $8::TIMESTAMPTZ, $9::TIMESTAMPTZ
    FROM decided, fence
    WHERE fence.first_of_key
    ON CONFLICT (home_region, tenant_id, idempotency_key) DO NOTHING
    RETURNING body
),
written AS (
    INSERT INTO comment (home_region, tenant_id, document_id, written_at, comment_id, author, content)
    SELECT $1::TEXT, $2::TEXT, $12::UUID, $13::BIGINT, $14::UUID, $15::TEXT, $16::TEXT
    FROM claim
    RETURNING comment_id
),
event AS (
    INSERT INTO outbox
        (home_region, event_id, tenant_id, entity_type, entity_id, event_type, payload, writer_epoch, created_at)
    SELECT $1::TEXT, $10::UUID, $2::TEXT, 'comment', $14::UUID::TEXT, 'comment-written', claim.body::JSONB -> 'data',
           $3::BIGINT, $8::TIMESTAMPTZ
    FROM claim, written
)
SELECT CASE
           WHEN NOT EXISTS (SELECT 1 FROM fence) THEN 'fenced'
           WHEN NOT EXISTS (SELECT 1 FROM fence WHERE first_of_key) THEN 'in-progress'
           WHEN NOT EXISTS (SELECT 1 FROM claim) THEN 'not-claimed'
           ELSE decided.verdict
       END AS verdict,
       (decided.answer ->> 'status')::INT AS status,
       (decided.answer -> 'body')::TEXT AS body
FROM decided

-- Counts a reaction in this region's own row. $12 document, $13 kind, $14 how many up, $15 how many down, $16 how many kinds a
-- document may have here. Added to the row, and not set from what was read: ON CONFLICT computes from the row it has locked,
-- so that nobody waits for a row longer than its holder's commit takes. $6 is always NULL here: any order of reactions will do.
WITH fence AS (
    SELECT pg_try_advisory_xact_lock($11::BIGINT) AS first_of_key
    FROM writer_epoch
    WHERE home_region = $1::TEXT
      AND epoch = $3::BIGINT
        FOR SHARE
),
kinds AS (
    SELECT count(*) AS total, COALESCE(bool_or(kind = $13::TEXT), FALSE) AS is_known
    FROM reaction
    WHERE home_region = $1::TEXT
      AND tenant_id = $2::TEXT
      AND document_id = $12::UUID
),
decided AS (
    SELECT CASE
               WHEN NOT kinds.is_known AND kinds.total >= $16::BIGINT THEN 'limit-reached'
               ELSE 'done'
           END AS verdict,
           $6::BIGINT AS version_given
    FROM kinds
),
answered AS (
    SELECT verdict, $7::JSONB -> verdict AS answer
    FROM decided
),
claim AS (
    INSERT INTO idempotency (home_region, tenant_id, idempotency_key, fingerprint, status, body, created_at, expires_at)
    SELECT $1::TEXT, $2::TEXT, $4::TEXT, $5::BYTEA, (answer ->> 'status')::INT, (answer -> 'body')::TEXT,
           $8::TIMESTAMPTZ, $9::TIMESTAMPTZ
    FROM answered, fence
    WHERE fence.first_of_key
    ON CONFLICT (home_region, tenant_id, idempotency_key) DO NOTHING
    RETURNING body
),
go AS (
    SELECT claim.body
    FROM answered, claim
    WHERE answered.verdict = 'done'
),
counted AS (
    INSERT INTO reaction (home_region, tenant_id, document_id, kind, increments, decrements)
    SELECT $1::TEXT, $2::TEXT, $12::UUID, $13::TEXT, $14::BIGINT, $15::BIGINT
    FROM go
    ON CONFLICT (home_region, tenant_id, document_id, kind) DO UPDATE
        SET increments = reaction.increments + excluded.increments,
            decrements = reaction.decrements + excluded.decrements
    RETURNING kind
),
event AS (
    INSERT INTO outbox
        (home_region, event_id, tenant_id, entity_type, entity_id, event_type, payload, writer_epoch, created_at)
    SELECT $1::TEXT, $10::UUID, $2::TEXT, 'reaction', $12::UUID::TEXT, 'reaction-counted', go.body::JSONB -> 'data',
           $3::BIGINT, $8::TIMESTAMPTZ
    FROM go, counted
)
SELECT CASE
           WHEN NOT EXISTS (SELECT 1 FROM fence) THEN 'fenced'
           WHEN NOT EXISTS (SELECT 1 FROM fence WHERE first_of_key) THEN 'in-progress'
           WHEN NOT EXISTS (SELECT 1 FROM claim) THEN 'not-claimed'
           ELSE answered.verdict
       END AS verdict,
       (answered.answer ->> 'status')::INT AS status,
       (answered.answer -> 'body')::TEXT AS body
FROM answered

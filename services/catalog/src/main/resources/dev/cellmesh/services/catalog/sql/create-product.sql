-- Makes a product. $12 product, $13 name, $14 description, $15 price, $16 currency. $6 is always NULL here: a new product has no
-- version to match.
WITH fence AS (
    SELECT pg_try_advisory_xact_lock($11::BIGINT) AS first_of_key
    FROM writer_epoch
    WHERE home_region = $1::TEXT
      AND epoch = $3::BIGINT
        FOR SHARE
),
answered AS (
    SELECT 'done'::TEXT AS verdict,
           ($7::JSONB -> 'done' ->> 'status')::INT AS status,
           ($7::JSONB -> 'done' -> 'body')::TEXT AS body,
           $6::BIGINT AS version_given
),
claim AS (
    INSERT INTO idempotency (home_region, tenant_id, idempotency_key, fingerprint, status, body, created_at, expires_at)
    SELECT $1::TEXT, $2::TEXT, $4::TEXT, $5::BYTEA, answered.status, answered.body, $8::TIMESTAMPTZ, $9::TIMESTAMPTZ
    FROM answered, fence
    WHERE fence.first_of_key
    ON CONFLICT (home_region, tenant_id, idempotency_key) DO NOTHING
    RETURNING status
),
go AS (
    SELECT answered.body
    FROM answered, claim
),
created AS (
    INSERT INTO product
        (home_region, tenant_id, product_id, name, description, price, currency, discontinued, version, created_at,
         updated_at)
    SELECT $1::TEXT, $2::TEXT, $12::UUID, $13::TEXT, $14::TEXT, $15::BIGINT, $16::TEXT, FALSE, 1, $8::TIMESTAMPTZ,
           $8::TIMESTAMPTZ
    FROM go
),
event AS (
    INSERT INTO outbox
        (home_region, event_id, tenant_id, entity_type, entity_id, event_type, payload, writer_epoch, created_at)
    SELECT $1::TEXT, $10::UUID, $2::TEXT, 'product', $12::UUID::TEXT, 'product-created', go.body::JSONB -> 'data', $3::BIGINT,
           $8::TIMESTAMPTZ
    FROM go
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

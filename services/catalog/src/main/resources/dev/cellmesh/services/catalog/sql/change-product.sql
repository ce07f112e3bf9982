-- Gives a product new values, if it still has the version that the client saw. $12 product, $13 name, $14 description, $15 price,
-- $16 currency, $17 whether it is discontinued.
WITH fence AS (
    SELECT pg_try_advisory_xact_lock($11::BIGINT) AS first_of_key
    FROM writer_epoch
    WHERE home_region = $1::TEXT
      AND epoch = $3::BIGINT
        FOR SHARE
),
locked AS (
    SELECT product.product_id, product.version, product.created_at
    FROM product,
         fence
    WHERE fence.first_of_key
      AND product.home_region = $1::TEXT
      AND product.tenant_id = $2::TEXT
      AND product.product_id = $12::UUID
        FOR UPDATE OF product
),
decided AS (
    SELECT CASE
               WHEN locked.product_id IS NULL THEN 'unknown-entity'
               WHEN $6::BIGINT IS NULL THEN 'precondition-required'
               WHEN $6::BIGINT <> locked.version THEN 'version-conflict'
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
    INSERT INTO idempotency (home_region, tenant_id, idempotency_key, fingerprint, status, body, created_at, expires_at)
    SELECT $1::TEXT, $2::TEXT, $4::TEXT, $5::BYTEA, answered.status, answered.body, $8::TIMESTAMPTZ, $9::TIMESTAMPTZ
    FROM answered, fence
    WHERE fence.first_of_key
      AND answered.verdict <> 'precondition-required'
    ON CONFLICT (home_region, tenant_id, idempotency_key) DO NOTHING
    RETURNING status
),
go AS (
    SELECT answered.version + 1 AS version, answered.body
    FROM answered, claim
    WHERE answered.verdict = 'done'
),
changed AS (
    UPDATE product
    SET name = $13::TEXT,
        description = $14::TEXT,
        price = $15::BIGINT,
        currency = $16::TEXT,
        discontinued = $17::BOOLEAN,
        version = go.version,
        updated_at = $8::TIMESTAMPTZ
    FROM go
    WHERE product.home_region = $1::TEXT
      AND product.tenant_id = $2::TEXT
      AND product.product_id = $12::UUID
    RETURNING product.version
),
event AS (
    INSERT INTO outbox
        (home_region, event_id, tenant_id, entity_type, entity_id, event_type, payload, writer_epoch, created_at)
    SELECT $1::TEXT, $10::UUID, $2::TEXT, 'product', $12::UUID::TEXT, 'product-changed', go.body::JSONB -> 'data', $3::BIGINT,
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

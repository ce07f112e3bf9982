-- Adds units that came from outside to this region's portion. $12 product, $13 delivery, $14 units, $15 how many buckets a portion
-- has, $16 what is known of the product. Buckets that nobody holds are preferred, and otherwise taken in their order. Units are
-- added to whatever a bucket has by then: adding breaks no constraint, and so needs no look at it.
WITH fence AS (
    SELECT pg_try_advisory_xact_lock($11::BIGINT) AS first_of_key
    FROM writer_epoch
    WHERE home_region = $1::TEXT
      AND epoch = $3::BIGINT
        FOR SHARE
),
answered AS (
    SELECT decided.verdict,
           ($7::JSONB -> decided.verdict ->> 'status')::INT AS status,
           ($7::JSONB -> decided.verdict -> 'body')::TEXT AS body,
           $6::BIGINT AS version_given
    FROM (SELECT COALESCE($16::JSONB ->> 'refused', 'done') AS verdict) AS decided
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
    WHERE answered.verdict = 'done'
),
free AS (
    SELECT stock_portion.bucket
    FROM stock_portion,
         go
    WHERE stock_portion.home_region = $1::TEXT
      AND stock_portion.tenant_id = $2::TEXT
      AND stock_portion.product_id = $12::UUID
    ORDER BY stock_portion.bucket
        FOR UPDATE OF stock_portion SKIP LOCKED
),
target AS (
    SELECT chosen.bucket,
           row_number() OVER (ORDER BY chosen.bucket) - 1 AS rank,
           count(*) OVER () AS buckets
    FROM (SELECT free.bucket
          FROM free
          UNION ALL
          SELECT every.bucket::INT
          FROM generate_series(0, $15::BIGINT - 1) AS every (bucket),
               (SELECT count(*) AS n FROM free) AS unlocked
          WHERE unlocked.n = 0) AS chosen
),
added AS (
    INSERT INTO stock_portion (home_region, tenant_id, product_id, bucket, units)
    SELECT $1::TEXT, $2::TEXT, $12::UUID, target.bucket,
           (($14::BIGINT - $14::BIGINT % target.buckets)::NUMERIC / target.buckets)::BIGINT
               + CASE WHEN target.rank < $14::BIGINT % target.buckets THEN 1 ELSE 0 END
    FROM target, go
    WHERE target.rank < $14::BIGINT
    ORDER BY target.bucket
    ON CONFLICT (home_region, tenant_id, product_id, bucket) DO UPDATE
        SET units = stock_portion.units + excluded.units
    RETURNING bucket
),
recorded AS (
    INSERT INTO stock_delivery (home_region, tenant_id, product_id, delivery_id, quantity, created_at)
    SELECT $1::TEXT, $2::TEXT, $12::UUID, $13::UUID, $14::BIGINT, $8::TIMESTAMPTZ
    FROM go
),
event AS (
    INSERT INTO outbox
        (home_region, event_id, tenant_id, entity_type, entity_id, event_type, payload, writer_epoch, created_at)
    SELECT $1::TEXT, $10::UUID, $2::TEXT, 'stock', $12::UUID::TEXT, 'stock-delivered', go.body::JSONB -> 'data', $3::BIGINT,
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

-- Takes units out of this region's portion. $12 product, $13 reservation, $14 units, $15 the bucket to begin with, $16 how many
-- buckets a portion has, $17 what was found out elsewhere. A bucket that has enough and that nobody holds is best. If there is
-- none, one that has enough is waited for; if no bucket has enough, all of them are, in their order. What was decided elsewhere is
-- `refused`, whatever is here, or holds `otherwise`, when there is too little here.
WITH fence AS (
    SELECT pg_try_advisory_xact_lock($11::BIGINT) AS first_of_key
    FROM writer_epoch
    WHERE home_region = $1::TEXT
      AND epoch = $3::BIGINT
        FOR SHARE
),
known AS (
    SELECT count(*) AS n
    FROM idempotency
    WHERE home_region = $1::TEXT
      AND tenant_id = $2::TEXT
      AND idempotency_key = $4::TEXT
),
entered AS (
    SELECT 1 AS n
    FROM fence, known
    WHERE fence.first_of_key
      AND known.n = 0
      AND ($17::JSONB ->> 'refused') IS NULL
),
free AS (
    SELECT stock_portion.bucket, stock_portion.units
    FROM stock_portion,
         entered
    WHERE stock_portion.home_region = $1::TEXT
      AND stock_portion.tenant_id = $2::TEXT
      AND stock_portion.product_id = $12::UUID
      AND stock_portion.units >= $14::BIGINT
    ORDER BY (stock_portion.bucket + $15::INT) % $16::INT
    LIMIT 1
        FOR UPDATE OF stock_portion SKIP LOCKED
),
visible AS (
    SELECT COALESCE(sum(stock_portion.units), 0)::BIGINT AS units
    FROM stock_portion
    WHERE stock_portion.home_region = $1::TEXT
      AND stock_portion.tenant_id = $2::TEXT
      AND stock_portion.product_id = $12::UUID
),
enough AS (
    SELECT stock_portion.bucket
    FROM stock_portion
    WHERE stock_portion.home_region = $1::TEXT
      AND stock_portion.tenant_id = $2::TEXT
      AND stock_portion.product_id = $12::UUID
      AND stock_portion.units >= $14::BIGINT
    ORDER BY (stock_portion.bucket + $15::INT) % $16::INT
    LIMIT 1
),
waiting AS (
    SELECT enough.bucket
    FROM (SELECT count(*) AS n FROM free) AS held
             JOIN visible ON held.n = 0 AND visible.units >= $14::BIGINT
             LEFT JOIN enough ON TRUE
),
locked AS (
    SELECT stock_portion.bucket, stock_portion.units
    FROM stock_portion,
         entered,
         waiting
    WHERE stock_portion.home_region = $1::TEXT
      AND stock_portion.tenant_id = $2::TEXT
      AND stock_portion.product_id = $12::UUID
      AND (waiting.bucket IS NULL OR stock_portion.bucket = waiting.bucket)
    ORDER BY stock_portion.bucket
        FOR UPDATE OF stock_portion
),
held AS (
    SELECT either.bucket,
           either.units,
           (sum(either.units) OVER (ORDER BY either.bucket))::BIGINT - either.units AS before
    FROM (SELECT free.bucket, free.units
          FROM free
          UNION ALL
          SELECT locked.bucket, locked.units
          FROM locked) AS either
),
decided AS (
    SELECT CASE
               WHEN ($17::JSONB ->> 'refused') IS NOT NULL THEN $17::JSONB ->> 'refused'
               WHEN total.units >= $14::BIGINT THEN 'done'
               WHEN ($17::JSONB ->> 'otherwise') IS NOT NULL THEN $17::JSONB ->> 'otherwise'
               WHEN visible.units >= $14::BIGINT THEN 'busy'
               ELSE 'short'
           END AS verdict,
           $6::BIGINT AS version_given
    FROM (SELECT COALESCE(sum(held.units), 0) AS units FROM held) AS total,
         visible
),
answered AS (
    SELECT verdict,
           ($7::JSONB -> verdict ->> 'status')::INT AS status,
           (CASE verdict
                WHEN 'out-of-stock' THEN
                    ($7::JSONB -> verdict -> 'body') || jsonb_build_object('available', $17::JSONB -> 'available')
                ELSE $7::JSONB -> verdict -> 'body'
            END)::TEXT AS body
    FROM decided
),
claim AS (
    INSERT INTO idempotency (home_region, tenant_id, idempotency_key, fingerprint, status, body, created_at, expires_at)
    SELECT $1::TEXT, $2::TEXT, $4::TEXT, $5::BYTEA, answered.status, answered.body, $8::TIMESTAMPTZ, $9::TIMESTAMPTZ
    FROM answered, fence
    WHERE fence.first_of_key
      AND answered.verdict NOT IN ('busy', 'short')
    ON CONFLICT (home_region, tenant_id, idempotency_key) DO NOTHING
    RETURNING status
),
go AS (
    SELECT answered.body
    FROM answered, claim
    WHERE answered.verdict = 'done'
),
taken AS (
    SELECT held.bucket, held.units - LEAST(held.units, $14::BIGINT - held.before) AS units
    FROM held, go
    WHERE held.before < $14::BIGINT
),
spent AS (
    UPDATE stock_portion
    SET units = taken.units
    FROM taken
    WHERE stock_portion.home_region = $1::TEXT
      AND stock_portion.tenant_id = $2::TEXT
      AND stock_portion.product_id = $12::UUID
      AND stock_portion.bucket = taken.bucket
    RETURNING stock_portion.bucket
),
recorded AS (
    INSERT INTO reservation
        (home_region, tenant_id, product_id, reservation_id, quantity, released, version, created_at, updated_at)
    SELECT $1::TEXT, $2::TEXT, $12::UUID, $13::UUID, $14::BIGINT, FALSE, 1, $8::TIMESTAMPTZ, $8::TIMESTAMPTZ
    FROM go
),
event AS (
    INSERT INTO outbox
        (home_region, event_id, tenant_id, entity_type, entity_id, event_type, payload, writer_epoch, created_at)
    SELECT $1::TEXT, $10::UUID, $2::TEXT, 'reservation', $13::UUID::TEXT, 'reservation-made', go.body::JSONB -> 'data', $3::BIGINT,
           $8::TIMESTAMPTZ
    FROM go
)
SELECT CASE
           WHEN NOT EXISTS (SELECT 1 FROM fence) THEN 'fenced'
           WHEN NOT EXISTS (SELECT 1 FROM fence WHERE first_of_key) THEN 'in-progress'
           WHEN known.n > 0 THEN 'not-claimed'
           WHEN answered.verdict IN ('busy', 'short') THEN answered.verdict
           WHEN NOT EXISTS (SELECT 1 FROM claim) THEN 'not-claimed'
           ELSE answered.verdict
       END AS verdict,
       answered.status,
       answered.body
FROM answered, known

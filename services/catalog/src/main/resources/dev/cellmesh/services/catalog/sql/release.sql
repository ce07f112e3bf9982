-- Gives a reservation's units back to the portion of its region, once. $12 product, $13 reservation, $14 the bucket to begin with,
-- $15 how many buckets a portion has. A bucket that nobody holds is preferred.
WITH fence AS (
    SELECT pg_try_advisory_xact_lock($11::BIGINT) AS first_of_key
    FROM writer_epoch
    WHERE home_region = $1::TEXT
      AND epoch = $3::BIGINT
        FOR SHARE
),
locked AS (
    SELECT reservation.quantity, reservation.released, reservation.version, reservation.created_at, reservation.updated_at
    FROM reservation,
         fence
    WHERE fence.first_of_key
      AND reservation.home_region = $1::TEXT
      AND reservation.tenant_id = $2::TEXT
      AND reservation.product_id = $12::UUID
      AND reservation.reservation_id = $13::UUID
        FOR UPDATE OF reservation
),
decided AS (
    SELECT CASE
               WHEN locked.quantity IS NULL THEN 'unknown-entity'
               WHEN $6::BIGINT <> locked.version THEN 'version-conflict'
               ELSE 'done'
           END AS verdict,
           locked.quantity,
           locked.released,
           CASE WHEN locked.released THEN locked.version ELSE locked.version + 1 END AS version,
           locked.version AS version_before,
           locked.created_at,
           CASE WHEN locked.released THEN locked.updated_at ELSE $8::TIMESTAMPTZ END AS updated_at
    FROM (VALUES (1)) AS one (n)
             LEFT JOIN locked ON TRUE
),
answered AS (
    SELECT verdict,
           quantity,
           released,
           version,
           ($7::JSONB -> verdict ->> 'status')::INT AS status,
           (CASE verdict
                WHEN 'version-conflict' THEN
                    ($7::JSONB -> verdict -> 'body') || jsonb_build_object('currentVersion', version_before)
                WHEN 'done' THEN
                    ($7::JSONB -> verdict -> 'body') || jsonb_build_object(
                        'version', version,
                        'etag', '"' || version::TEXT || '"',
                        'lastModified', to_char(updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
                        'createdAt', to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
                        'data', ($7::JSONB -> verdict -> 'body' -> 'data') || jsonb_build_object('quantity', quantity))
                ELSE $7::JSONB -> verdict -> 'body'
            END)::TEXT AS body
    FROM decided
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
    SELECT answered.body, answered.quantity, answered.version
    FROM answered, claim
    WHERE answered.verdict = 'done'
      AND NOT answered.released
),
freed AS (
    UPDATE reservation
    SET released = TRUE,
        version = go.version,
        updated_at = $8::TIMESTAMPTZ
    FROM go
    WHERE reservation.home_region = $1::TEXT
      AND reservation.tenant_id = $2::TEXT
      AND reservation.product_id = $12::UUID
      AND reservation.reservation_id = $13::UUID
    RETURNING reservation.version
),
free AS (
    SELECT stock_portion.bucket
    FROM stock_portion,
         go
    WHERE stock_portion.home_region = $1::TEXT
      AND stock_portion.tenant_id = $2::TEXT
      AND stock_portion.product_id = $12::UUID
    ORDER BY (stock_portion.bucket + $14::INT) % $15::INT
    LIMIT 1
        FOR UPDATE OF stock_portion SKIP LOCKED
),
added AS (
    INSERT INTO stock_portion (home_region, tenant_id, product_id, bucket, units)
    SELECT $1::TEXT, $2::TEXT, $12::UUID, target.bucket, go.quantity
    FROM (SELECT COALESCE(max(free.bucket), $14::INT) AS bucket FROM free) AS target,
         go
    ON CONFLICT (home_region, tenant_id, product_id, bucket) DO UPDATE
        SET units = stock_portion.units + excluded.units
    RETURNING bucket
),
event AS (
    INSERT INTO outbox
        (home_region, event_id, tenant_id, entity_type, entity_id, event_type, payload, writer_epoch, created_at)
    SELECT $1::TEXT, $10::UUID, $2::TEXT, 'reservation', $13::UUID::TEXT, 'reservation-released', go.body::JSONB -> 'data', $3::BIGINT,
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

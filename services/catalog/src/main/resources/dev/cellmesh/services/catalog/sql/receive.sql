-- Adds to this region's portion what another region has sent and this one has not received yet; nothing, when it has. $2 epoch, $3
-- tenant, $4 product, $5 the region that sent, $6 all that it has ever sent here, as a quorum of its ring knows, $7 how many buckets
-- a portion has. Two that receive for the first time both find no row: the later one breaks the CHECK on purpose, is run once more
-- as a whole, and finds the row.
WITH fence AS (
    SELECT epoch
    FROM writer_epoch
    WHERE home_region = $1::TEXT
      AND epoch = $2::BIGINT
        FOR SHARE
),
channel AS (
    SELECT stock_received.units
    FROM stock_received,
         fence
    WHERE stock_received.home_region = $1::TEXT
      AND stock_received.tenant_id = $3::TEXT
      AND stock_received.product_id = $4::UUID
      AND stock_received.source = $5::TEXT
        FOR UPDATE OF stock_received
),
before AS (
    SELECT COALESCE(max(channel.units), 0) AS units
    FROM channel
),
due AS (
    SELECT $6::BIGINT - before.units AS units, before.units AS units_before
    FROM before, fence
    WHERE $6::BIGINT > before.units
),
received AS (
    INSERT INTO stock_received (home_region, tenant_id, product_id, source, units, units_before)
    SELECT $1::TEXT, $3::TEXT, $4::UUID, $5::TEXT, $6::BIGINT, due.units_before
    FROM due
    ON CONFLICT (home_region, tenant_id, product_id, source) DO UPDATE
        SET units = CASE WHEN stock_received.units = excluded.units_before THEN excluded.units ELSE 0 END,
            units_before = excluded.units_before
    RETURNING units
),
free AS (
    SELECT stock_portion.bucket
    FROM stock_portion,
         due
    WHERE stock_portion.home_region = $1::TEXT
      AND stock_portion.tenant_id = $3::TEXT
      AND stock_portion.product_id = $4::UUID
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
          FROM generate_series(0, $7::BIGINT - 1) AS every (bucket),
               (SELECT count(*) AS n FROM free) AS unlocked
          WHERE unlocked.n = 0) AS chosen
),
added AS (
    INSERT INTO stock_portion (home_region, tenant_id, product_id, bucket, units)
    SELECT $1::TEXT, $3::TEXT, $4::UUID, target.bucket,
           ((due.units - due.units % target.buckets)::NUMERIC / target.buckets)::BIGINT
               + CASE WHEN target.rank < due.units % target.buckets THEN 1 ELSE 0 END
    FROM target, due, received
    WHERE target.rank < due.units
    ORDER BY target.bucket
    ON CONFLICT (home_region, tenant_id, product_id, bucket) DO UPDATE
        SET units = stock_portion.units + excluded.units
    RETURNING bucket
)
SELECT EXISTS (SELECT 1 FROM fence) AS writer,
       COALESCE((SELECT due.units FROM due), 0)::BIGINT AS units

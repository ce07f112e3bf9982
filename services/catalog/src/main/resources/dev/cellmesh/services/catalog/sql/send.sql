-- Takes units out of this region's portion for another region, unless some are on their way there already. $2 epoch, $3 tenant, $4
-- product, $5 destination, $6 what the destination has received from here so far, $7 how many it needs; 0 only asks. Half of the
-- portion goes, or what is needed if that is more: of each bucket half, and of some more, so that few become empty.
-- Halves are shifts, because the quotient of two integers is a decimal on CockroachDB.
WITH fence AS (
    SELECT epoch
    FROM writer_epoch
    WHERE home_region = $1::TEXT
      AND epoch = $2::BIGINT
        FOR SHARE
),
channel AS (
    SELECT stock_sent.units
    FROM stock_sent,
         fence
    WHERE stock_sent.home_region = $1::TEXT
      AND stock_sent.tenant_id = $3::TEXT
      AND stock_sent.product_id = $4::UUID
      AND stock_sent.destination = $5::TEXT
        FOR UPDATE OF stock_sent
),
before AS (
    SELECT COALESCE(max(channel.units), 0) AS units
    FROM channel
),
locked AS (
    SELECT stock_portion.bucket, stock_portion.units
    FROM stock_portion,
         fence,
         before
    WHERE before.units <= $6::BIGINT
      AND $7::BIGINT > 0
      AND stock_portion.home_region = $1::TEXT
      AND stock_portion.tenant_id = $3::TEXT
      AND stock_portion.product_id = $4::UUID
    ORDER BY stock_portion.bucket
        FOR UPDATE OF stock_portion
),
wanted AS (
    SELECT GREATEST($7::BIGINT, (sum(locked.units)::BIGINT + 1) >> 1) - sum(locked.units >> 1)::BIGINT AS beyond_halves
    FROM locked
),
shared AS (
    SELECT locked.bucket,
           locked.units,
           locked.units >> 1 AS half,
           locked.units - (locked.units >> 1) AS rest,
           (sum(locked.units - (locked.units >> 1)) OVER (ORDER BY locked.bucket))::BIGINT
               - (locked.units - (locked.units >> 1)) AS rest_before
    FROM locked
),
given AS (
    SELECT shared.bucket,
           shared.units,
           shared.half + LEAST(shared.rest, GREATEST(0, wanted.beyond_halves - shared.rest_before)) AS units_given
    FROM shared, wanted
),
total AS (
    SELECT COALESCE(sum(given.units_given), 0)::BIGINT AS units_given
    FROM given
),
moved AS (
    UPDATE stock_portion
    SET units = given.units - given.units_given
    FROM given
    WHERE stock_portion.home_region = $1::TEXT
      AND stock_portion.tenant_id = $3::TEXT
      AND stock_portion.product_id = $4::UUID
      AND stock_portion.bucket = given.bucket
      AND given.units_given > 0
    RETURNING stock_portion.bucket
),
sent AS (
    INSERT INTO stock_sent (home_region, tenant_id, product_id, destination, units)
    SELECT $1::TEXT, $3::TEXT, $4::UUID, $5::TEXT, total.units_given
    FROM total
    WHERE total.units_given > 0
    ON CONFLICT (home_region, tenant_id, product_id, destination) DO UPDATE
        SET units = stock_sent.units + excluded.units
    RETURNING units
)
SELECT EXISTS (SELECT 1 FROM fence) AS writer,
       COALESCE((SELECT sent.units FROM sent), before.units)::BIGINT AS sent
FROM before

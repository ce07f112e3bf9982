-- Forgets keys whose time is over. $1 the ring, $2 now, $3 how many at most.
WITH old AS (
    SELECT home_region, tenant_id, idempotency_key
    FROM idempotency
    WHERE home_region = $1::TEXT
      AND expires_at < $2::TIMESTAMPTZ
    ORDER BY expires_at
    LIMIT $3::BIGINT
        FOR UPDATE SKIP LOCKED
),
gone AS (
    DELETE FROM idempotency
        USING old
        WHERE idempotency.home_region = $1::TEXT
            AND idempotency.tenant_id = old.tenant_id
            AND idempotency.idempotency_key = old.idempotency_key
        RETURNING 1
)
SELECT count(*) AS gone
FROM gone

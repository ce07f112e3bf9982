-- Forgets keys of the whole mesh's ring whose time is over. $1 the ring, $2 now, $3 how many at most.
WITH old AS (
    SELECT tenant_id, idempotency_key
    FROM global_idempotency
    WHERE $1::TEXT = 'global'
      AND expires_at < $2::TIMESTAMPTZ
    ORDER BY expires_at
    LIMIT $3::BIGINT
        FOR UPDATE SKIP LOCKED
),
gone AS (
    DELETE FROM global_idempotency
        USING old
        WHERE global_idempotency.tenant_id = old.tenant_id
            AND global_idempotency.idempotency_key = old.idempotency_key
        RETURNING 1
)
SELECT count(*) AS gone
FROM gone

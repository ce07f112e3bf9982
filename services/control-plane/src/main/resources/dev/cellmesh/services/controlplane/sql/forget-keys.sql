-- Keys whose time is over; at most $2 at once, so that it never holds much.
WITH gone AS (
    DELETE FROM admin_idempotency
    WHERE (actor, idempotency_key) IN (
          SELECT actor, idempotency_key FROM admin_idempotency
          WHERE expires_at < $1::TIMESTAMPTZ
          LIMIT $2::INT8)
    RETURNING idempotency_key
)
SELECT count(*) AS gone FROM gone

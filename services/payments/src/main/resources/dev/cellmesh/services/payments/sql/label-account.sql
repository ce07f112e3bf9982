-- Gives an account another label, if it still has the version that the client saw. $12 account, $13 label.
WITH fence AS (
    SELECT pg_try_advisory_xact_lock($11::BIGINT) AS first_of_key
    FROM writer_epoch
    WHERE home_region = $1::TEXT
      AND epoch = $3::BIGINT
        FOR SHARE
),
locked AS (
    SELECT account.account_id, account.currency, account.balance, account.version, account.created_at
    FROM account,
         fence
    WHERE fence.first_of_key
      AND account.home_region = $1::TEXT
      AND account.tenant_id = $2::TEXT
      AND account.account_id = $12::UUID
        FOR UPDATE OF account
),
decided AS (
    SELECT CASE
               WHEN locked.account_id IS NULL THEN 'unknown-entity'
               WHEN $6::BIGINT IS NULL THEN 'precondition-required'
               WHEN $6::BIGINT <> locked.version THEN 'version-conflict'
               ELSE 'done'
           END AS verdict,
           locked.currency,
           locked.balance,
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
                        'createdAt', to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
                        'data', ($7::JSONB -> verdict -> 'body' -> 'data')
                            || jsonb_build_object('currency', currency, 'balance', balance))
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
labelled AS (
    UPDATE account
    SET label = $13::TEXT,
        version = go.version,
        updated_at = $8::TIMESTAMPTZ
    FROM go
    WHERE account.home_region = $1::TEXT
      AND account.tenant_id = $2::TEXT
      AND account.account_id = $12::UUID
    RETURNING account.version
),
event AS (
    INSERT INTO outbox
        (home_region, event_id, tenant_id, entity_type, entity_id, event_type, payload, writer_epoch, created_at)
    SELECT $1::TEXT, $10::UUID, $2::TEXT, 'account', $12::UUID::TEXT, 'account-labelled', go.body::JSONB -> 'data',
           $3::BIGINT, $8::TIMESTAMPTZ
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

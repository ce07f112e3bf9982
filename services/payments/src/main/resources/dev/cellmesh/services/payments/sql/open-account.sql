-- Opens an account, with an opening balance that comes from outside. $12 account, $13 currency, $14 label, $15 opening balance.
-- $6 is always NULL here: a new account has no version to match.
WITH fence AS (
    SELECT pg_try_advisory_xact_lock($11::BIGINT) AS first_of_key
    FROM writer_epoch
    WHERE home_region = $1::TEXT
      AND epoch = $3::BIGINT
        FOR SHARE
),
decided AS (
    SELECT 'done'::TEXT AS verdict, $7::JSONB -> 'done' AS answer, $6::BIGINT AS version_given
),
claim AS (
    INSERT INTO idempotency (home_region, tenant_id, idempotency_key, fingerprint, status, body, created_at, expires_at)
    SELECT $1::TEXT, $2::TEXT, $4::TEXT, $5::BYTEA, (answer ->> 'status')::INT, (answer -> 'body')::TEXT,
           $8::TIMESTAMPTZ, $9::TIMESTAMPTZ
    FROM decided, fence
    WHERE fence.first_of_key
    ON CONFLICT (home_region, tenant_id, idempotency_key) DO NOTHING
    RETURNING status, body
),
opened AS (
    INSERT INTO account (home_region, tenant_id, account_id, currency, label, balance, version, created_at, updated_at)
    SELECT $1::TEXT, $2::TEXT, $12::UUID, $13::TEXT, $14::TEXT, $15::BIGINT, 1, $8::TIMESTAMPTZ, $8::TIMESTAMPTZ
    FROM claim
    RETURNING account_id
),
entries AS (
    INSERT INTO ledger_entry
        (home_region, tenant_id, account_id, account_version, posting_id, amount, balance_after, currency, created_at)
    SELECT $1::TEXT, $2::TEXT, entry.account_id, entry.account_version, $12::UUID, entry.amount, entry.balance_after,
           $13::TEXT, $8::TIMESTAMPTZ
    FROM opened,
         (VALUES ($12::UUID, 1::BIGINT, $15::BIGINT, $15::BIGINT),
                 ('00000000-0000-0000-0000-000000000000'::UUID, 0::BIGINT, -($15::BIGINT), NULL::BIGINT))
             AS entry (account_id, account_version, amount, balance_after)
    WHERE $15::BIGINT > 0
),
event AS (
    INSERT INTO outbox
        (home_region, event_id, tenant_id, entity_type, entity_id, event_type, payload, writer_epoch, created_at)
    SELECT $1::TEXT, $10::UUID, $2::TEXT, 'account', $12::UUID::TEXT, 'account-opened', claim.body::JSONB -> 'data',
           $3::BIGINT, $8::TIMESTAMPTZ
    FROM claim, opened
)
SELECT CASE
           WHEN NOT EXISTS (SELECT 1 FROM fence) THEN 'fenced'
           WHEN NOT EXISTS (SELECT 1 FROM fence WHERE first_of_key) THEN 'in-progress'
           WHEN NOT EXISTS (SELECT 1 FROM claim) THEN 'not-claimed'
           ELSE decided.verdict
       END AS verdict,
       (decided.answer ->> 'status')::INT AS status,
       (decided.answer -> 'body')::TEXT AS body
FROM decided

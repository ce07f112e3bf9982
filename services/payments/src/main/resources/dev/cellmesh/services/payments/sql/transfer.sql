-- Moves money between two accounts. $12 transfer, $13 source, $14 destination, $15 amount, $16 currency, $17 largest balance.
-- Both rows are locked in the order of their ids, so that two transfers never wait for each other in a circle, and changed by
-- one UPDATE, because CockroachDB takes one change per table in a statement. Why it sets values instead of adding to them, and
-- joins what was decided instead of asking for it in a sub-query, is told in RATIONALE.md.
WITH fence AS (
    SELECT pg_try_advisory_xact_lock($11::BIGINT) AS first_of_key
    FROM writer_epoch
    WHERE home_region = $1::TEXT
      AND epoch = $3::BIGINT
        FOR SHARE
),
locked AS (
    SELECT account.account_id, account.currency, account.balance, account.version
    FROM account,
         fence
    WHERE fence.first_of_key
      AND account.home_region = $1::TEXT
      AND account.tenant_id = $2::TEXT
      AND account.account_id IN ($13::UUID, $14::UUID)
    ORDER BY account.account_id
        FOR UPDATE OF account
),
decided AS (
    SELECT CASE
               WHEN source.account_id IS NULL OR destination.account_id IS NULL THEN 'unknown-entity'
               WHEN $6::BIGINT <> source.version THEN 'version-conflict'
               WHEN $13::UUID = $14::UUID THEN 'same-account'
               WHEN source.currency <> $16::TEXT OR destination.currency <> $16::TEXT THEN 'currency-mismatch'
               WHEN source.balance < $15::BIGINT THEN 'insufficient-funds'
               WHEN destination.balance > $17::BIGINT - $15::BIGINT THEN 'balance-limit'
               ELSE 'done'
           END AS verdict,
           CASE WHEN source.account_id IS NULL THEN $13::UUID ELSE $14::UUID END AS missing_id,
           source.balance AS source_balance,
           source.version AS source_version,
           destination.balance AS destination_balance,
           destination.version AS destination_version
    FROM (VALUES (1)) AS one (n)
             LEFT JOIN locked AS source ON source.account_id = $13::UUID
             LEFT JOIN locked AS destination ON destination.account_id = $14::UUID
),
answered AS (
    SELECT verdict,
           source_balance,
           source_version,
           destination_balance,
           destination_version,
           ($7::JSONB -> verdict ->> 'status')::INT AS status,
           (CASE verdict
                WHEN 'unknown-entity' THEN
                    ($7::JSONB -> verdict -> 'body') || jsonb_build_object('account', missing_id)
                WHEN 'version-conflict' THEN
                    ($7::JSONB -> verdict -> 'body') || jsonb_build_object('currentVersion', source_version)
                WHEN 'insufficient-funds' THEN
                    ($7::JSONB -> verdict -> 'body') || jsonb_build_object('balance', source_balance)
                WHEN 'done' THEN
                    ($7::JSONB -> verdict -> 'body') || jsonb_build_object(
                        'data', ($7::JSONB -> verdict -> 'body' -> 'data') || jsonb_build_object(
                            'fromVersion', source_version + 1,
                            'toVersion', destination_version + 1))
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
    SELECT answered.source_balance - $15::BIGINT AS source_balance,
           answered.source_version + 1 AS source_version,
           answered.destination_balance + $15::BIGINT AS destination_balance,
           answered.destination_version + 1 AS destination_version,
           answered.body
    FROM answered, claim
    WHERE answered.verdict = 'done'
),
moved AS (
    UPDATE account
    SET balance = CASE WHEN account.account_id = $13::UUID THEN go.source_balance ELSE go.destination_balance END,
        version = CASE WHEN account.account_id = $13::UUID THEN go.source_version ELSE go.destination_version END,
        updated_at = $8::TIMESTAMPTZ
    FROM go
    WHERE account.home_region = $1::TEXT
      AND account.tenant_id = $2::TEXT
      AND account.account_id IN ($13::UUID, $14::UUID)
    RETURNING account.account_id, account.version, account.balance
),
recorded AS (
    INSERT INTO transfer
        (home_region, tenant_id, transfer_id, source_id, destination_id, amount, currency, source_version,
         destination_version, created_at)
    SELECT $1::TEXT, $2::TEXT, $12::UUID, $13::UUID, $14::UUID, $15::BIGINT, $16::TEXT, go.source_version,
           go.destination_version, $8::TIMESTAMPTZ
    FROM go
),
entries AS (
    INSERT INTO ledger_entry
        (home_region, tenant_id, account_id, account_version, posting_id, amount, balance_after, currency, created_at)
    SELECT $1::TEXT, $2::TEXT, moved.account_id, moved.version, $12::UUID,
           CASE WHEN moved.account_id = $13::UUID THEN -($15::BIGINT) ELSE $15::BIGINT END,
           moved.balance, $16::TEXT, $8::TIMESTAMPTZ
    FROM moved
),
event AS (
    INSERT INTO outbox
        (home_region, event_id, tenant_id, entity_type, entity_id, event_type, payload, writer_epoch, created_at)
    SELECT $1::TEXT, $10::UUID, $2::TEXT, 'transfer', $12::UUID::TEXT, 'transfer-made', go.body::JSONB -> 'data',
           $3::BIGINT, $8::TIMESTAMPTZ
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

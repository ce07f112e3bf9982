-- Moves money between two accounts. $11 transfer, $12 source, $13 destination, $14 amount, $15 currency, $16 largest balance.
-- Both rows are locked in the order of their ids, so that two transfers never wait for each other in a circle, and changed by
-- one UPDATE, because CockroachDB takes one change per table in a statement. Why it sets values instead of adding to them, and
-- joins what was decided instead of asking for it in a sub-query, is told in RATIONALE.md.
WITH fence AS (
    SELECT epoch
    FROM writer_epoch
    WHERE home_region = $1::TEXT
      AND epoch = $3::BIGINT
        FOR SHARE
),
locked AS (
    SELECT account_id, currency, balance, version
    FROM account
    WHERE home_region = $1::TEXT
      AND tenant_id = $2::TEXT
      AND account_id IN ($12::UUID, $13::UUID)
    ORDER BY account_id
        FOR UPDATE
),
decided AS (
    SELECT CASE
               WHEN source.account_id IS NULL OR destination.account_id IS NULL THEN 'unknown-entity'
               WHEN $6::BIGINT <> source.version THEN 'version-conflict'
               WHEN $12::UUID = $13::UUID THEN 'same-account'
               WHEN source.currency <> $15::TEXT OR destination.currency <> $15::TEXT THEN 'currency-mismatch'
               WHEN source.balance < $14::BIGINT THEN 'insufficient-funds'
               WHEN destination.balance > $16::BIGINT - $14::BIGINT THEN 'balance-limit'
               ELSE 'done'
           END AS verdict,
           CASE WHEN source.account_id IS NULL THEN $12::UUID ELSE $13::UUID END AS missing_id,
           source.balance AS source_balance,
           source.version AS source_version,
           destination.balance AS destination_balance,
           destination.version AS destination_version
    FROM (VALUES (1)) AS one (n)
             LEFT JOIN locked AS source ON source.account_id = $12::UUID
             LEFT JOIN locked AS destination ON destination.account_id = $13::UUID
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
    ON CONFLICT (home_region, tenant_id, idempotency_key) DO NOTHING
    RETURNING status
),
go AS (
    SELECT answered.source_balance - $14::BIGINT AS source_balance,
           answered.source_version + 1 AS source_version,
           answered.destination_balance + $14::BIGINT AS destination_balance,
           answered.destination_version + 1 AS destination_version,
           answered.body
    FROM answered, claim
    WHERE answered.verdict = 'done'
),
moved AS (
    UPDATE account
    SET balance = CASE WHEN account.account_id = $12::UUID THEN go.source_balance ELSE go.destination_balance END,
        version = CASE WHEN account.account_id = $12::UUID THEN go.source_version ELSE go.destination_version END,
        updated_at = $8::TIMESTAMPTZ
    FROM go
    WHERE account.home_region = $1::TEXT
      AND account.tenant_id = $2::TEXT
      AND account.account_id IN ($12::UUID, $13::UUID)
    RETURNING account.account_id, account.version, account.balance
),
recorded AS (
    INSERT INTO transfer
        (home_region, tenant_id, transfer_id, source_id, destination_id, amount, currency, source_version,
         destination_version, created_at)
    SELECT $1::TEXT, $2::TEXT, $11::UUID, $12::UUID, $13::UUID, $14::BIGINT, $15::TEXT, go.source_version,
           go.destination_version, $8::TIMESTAMPTZ
    FROM go
),
entries AS (
    INSERT INTO ledger_entry
        (home_region, tenant_id, account_id, account_version, posting_id, amount, balance_after, currency, created_at)
    SELECT $1::TEXT, $2::TEXT, moved.account_id, moved.version, $11::UUID,
           CASE WHEN moved.account_id = $12::UUID THEN -($14::BIGINT) ELSE $14::BIGINT END,
           moved.balance, $15::TEXT, $8::TIMESTAMPTZ
    FROM moved
),
event AS (
    INSERT INTO outbox
        (home_region, event_id, tenant_id, entity_type, entity_id, event_type, payload, writer_epoch, created_at)
    SELECT $1::TEXT, $10::UUID, $2::TEXT, 'transfer', $11::UUID::TEXT, 'transfer-made', go.body::JSONB -> 'data',
           $3::BIGINT, $8::TIMESTAMPTZ
    FROM go
)
SELECT CASE
           WHEN NOT EXISTS (SELECT 1 FROM fence) THEN 'fenced'
           WHEN NOT EXISTS (SELECT 1 FROM claim) THEN 'not-claimed'
           ELSE answered.verdict
       END AS verdict,
       answered.status,
       answered.body
FROM answered

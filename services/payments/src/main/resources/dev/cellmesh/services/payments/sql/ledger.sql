-- One page of an account's ledger behind version $4, of at most $5 entries; one row without an entry when the page is empty,
-- and none when there is no such account.
SELECT account.account_id, entry.account_version, entry.posting_id, entry.amount, entry.balance_after, account.currency,
       entry.created_at
FROM account
         LEFT JOIN (
    SELECT account_version, posting_id, amount, balance_after, created_at
    FROM ledger_entry
    WHERE home_region = $1::TEXT
      AND tenant_id = $2::TEXT
      AND account_id = $3::UUID
      AND account_version > $4::BIGINT
    ORDER BY account_version
    LIMIT $5::BIGINT
) AS entry ON TRUE
WHERE account.home_region = $1::TEXT
  AND account.tenant_id = $2::TEXT
  AND account.account_id = $3::UUID
ORDER BY entry.account_version

SELECT account_id, currency, label, balance, version, created_at, updated_at
FROM account
WHERE home_region = $1::TEXT
  AND tenant_id = $2::TEXT
  AND account_id = $3::UUID

UPDATE contract_entry
SET amount = amount + $3::BIGINT
WHERE home_region = $1::TEXT AND id = $2::TEXT
RETURNING id, amount

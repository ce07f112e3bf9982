SELECT id, amount
FROM contract_entry /*as-of*/
WHERE home_region = $1::TEXT AND id = $2::TEXT

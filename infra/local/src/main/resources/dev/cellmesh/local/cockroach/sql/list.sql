SELECT id, amount
FROM contract_entry /*as-of-exact*/
WHERE home_region = $1::TEXT AND id >= $2::TEXT
ORDER BY id
LIMIT 2

INSERT INTO contract_entry (home_region, id, amount)
VALUES ($1::TEXT, $2::TEXT || '-a', 1), ($1::TEXT, $2::TEXT || '-b', 1)
RETURNING id, amount

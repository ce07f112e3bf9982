INSERT INTO contract_entry (home_region, id, amount)
VALUES ($1::TEXT, $2::TEXT, $3::BIGINT)
ON CONFLICT (home_region, id) DO UPDATE SET amount = excluded.amount
RETURNING id, amount

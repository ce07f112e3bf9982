WITH put AS (
    INSERT INTO contract_entry (home_region, id, amount)
    VALUES ($1::TEXT, $2::TEXT, $3::BIGINT)
    RETURNING id, amount
)
SELECT id, amount, contract_conflict($4::BIGINT) AS enough
FROM put

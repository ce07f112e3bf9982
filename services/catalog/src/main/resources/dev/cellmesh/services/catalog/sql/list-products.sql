-- One page of a tenant's products behind product $3, of at most $4.
SELECT product_id, name, description, price, currency, discontinued, version, created_at, updated_at
FROM product /*as-of-exact*/
WHERE home_region = $1::TEXT
  AND tenant_id = $2::TEXT
  AND product_id > $3::UUID
ORDER BY product_id
LIMIT $4::BIGINT

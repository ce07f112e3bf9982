SELECT product_id, name, description, price, currency, discontinued, version, created_at, updated_at
FROM product /*as-of*/
WHERE home_region = $1::TEXT
  AND tenant_id = $2::TEXT
  AND product_id = $3::UUID

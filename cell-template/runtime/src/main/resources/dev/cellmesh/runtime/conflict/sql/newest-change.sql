-- When one region's newest row of a type was changed, as far as it can be seen here.
SELECT updated_at
FROM regional_state /*as-of-exact*/
WHERE home_region = $1::TEXT
  AND entity_type = $2::TEXT
ORDER BY updated_at DESC
LIMIT 1

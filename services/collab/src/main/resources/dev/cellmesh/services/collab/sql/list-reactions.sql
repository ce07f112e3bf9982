-- What one region has counted of the reactions to a document.
SELECT kind, increments, decrements
FROM reaction /*as-of-exact*/
WHERE home_region = $1::TEXT
  AND tenant_id = $2::TEXT
  AND document_id = $3::UUID
ORDER BY kind

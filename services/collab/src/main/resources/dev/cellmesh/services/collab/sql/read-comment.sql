-- A comment, if this region's rows have it.
SELECT comment_id, written_at, author, content
FROM comment /*as-of-exact*/
WHERE home_region = $1::TEXT
  AND tenant_id = $2::TEXT
  AND document_id = $3::UUID
  AND comment_id = $4::UUID

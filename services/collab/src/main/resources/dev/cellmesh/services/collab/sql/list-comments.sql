-- One region's comments on a document, at most $6, from behind the comment $5 of the hybrid time $4.
SELECT comment_id, written_at, author, content
FROM comment /*as-of-exact*/
WHERE home_region = $1::TEXT
  AND tenant_id = $2::TEXT
  AND document_id = $3::UUID
  AND (written_at, comment_id) > ($4::BIGINT, $5::UUID)
ORDER BY written_at, comment_id
LIMIT $6::BIGINT

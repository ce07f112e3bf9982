-- Newest first. $1 the epoch that the page before ended with (the greatest number for the first page), $2 most rows
SELECT epoch, at, actor, action, subject, before_json, after_json, previous_hash, hash
FROM audit_log
WHERE epoch < $1::INT8
ORDER BY epoch DESC
LIMIT $2::INT8

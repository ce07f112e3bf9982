-- $1 the last one of the page before ('' for the first page), $2 status or null, $3 home or null, $4 most rows
SELECT tenant_id, tenant_home, status, cells::TEXT AS cells, seating::TEXT AS seating, plan::TEXT AS plan, version, changed_epoch, created_at, changed_at
FROM tenant
WHERE tenant_id > $1::TEXT
  AND ($2::TEXT IS NULL OR status = $2::TEXT)
  AND ($3::TEXT IS NULL OR tenant_home = $3::TEXT)
ORDER BY tenant_id
LIMIT $4::INT8

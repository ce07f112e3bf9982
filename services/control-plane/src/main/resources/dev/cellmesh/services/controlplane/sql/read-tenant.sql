SELECT tenant_id, tenant_home, status, cells::TEXT AS cells, seating::TEXT AS seating, plan::TEXT AS plan, version, changed_epoch, created_at, changed_at
FROM tenant
WHERE tenant_id = $1::TEXT

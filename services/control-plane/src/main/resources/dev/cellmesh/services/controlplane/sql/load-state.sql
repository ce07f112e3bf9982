-- All that the control plane decides by, as of one moment: one statement, so one snapshot of the database.
SELECT 'epoch' AS kind, '' AS name, '' AS home, '' AS status, '' AS cells, '' AS seating, '' AS plan, epoch AS number,
       0::INT8 AS version, changed_at AS created_at, changed_at AS changed_at, NULL::BYTEA AS hash
FROM route_epoch WHERE name = 'routes'
UNION ALL
SELECT 'region', region_name, '', '', '', '', '', 0, 0, registered_at, registered_at, NULL::BYTEA
FROM region
UNION ALL
SELECT 'cell', cell_name, '', CASE WHEN drained THEN 'drained' ELSE 'open' END, '', '', '', 0, version, registered_at,
       COALESCE(changed_at, registered_at), NULL::BYTEA
FROM cell
UNION ALL
SELECT 'writer', writer_region, '', '', '', '', '', writer_epoch, 0, declared_at, declared_at, NULL::BYTEA
FROM home_writer
UNION ALL
SELECT 'tenant', tenant_id, tenant_home, status, cells::TEXT, seating::TEXT, plan::TEXT, changed_epoch, version, created_at,
       changed_at, NULL::BYTEA
FROM tenant
UNION ALL
SELECT 'audit', '', '', '', '', '', '', epoch, 0, at, at, hash
FROM audit_log
WHERE epoch = (SELECT epoch FROM route_epoch WHERE name = 'routes')

SELECT identity_id, email, version, created_at, updated_at
FROM identity_record /*as-of*/
WHERE tenant_id = $1::TEXT
  AND identity_id = $2::UUID

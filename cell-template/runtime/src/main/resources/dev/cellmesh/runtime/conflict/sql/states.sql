-- What one region has stored of some entities. $2 [{"tenant", "type", "id"}, ...]
SELECT regional_state.tenant_id, regional_state.entity_type, regional_state.entity_id, regional_state.state::TEXT AS state
FROM jsonb_to_recordset($2::JSONB) AS wanted (tenant TEXT, type TEXT, id TEXT)
         JOIN regional_state
              ON regional_state.home_region = $1::TEXT
                  AND regional_state.tenant_id = wanted.tenant
                  AND regional_state.entity_type = wanted.type
                  AND regional_state.entity_id = wanted.id /*as-of-exact*/

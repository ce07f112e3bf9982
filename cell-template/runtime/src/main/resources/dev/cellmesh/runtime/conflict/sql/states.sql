-- What one region has stored of some entities. $2 [{"tenant", "type", "id"}, ...]
SELECT regional_state.tenant_id, regional_state.entity_type, regional_state.entity_id, regional_state.state::TEXT AS state
FROM jsonb_array_elements($2::JSONB) AS wanted (entity)
         JOIN regional_state
              ON regional_state.home_region = $1::TEXT
                  AND regional_state.tenant_id = wanted.entity ->> 'tenant'
                  AND regional_state.entity_type = wanted.entity ->> 'type'
                  AND regional_state.entity_id = wanted.entity ->> 'id' /*as-of-exact*/

-- What every region may write: each keeps its own whole state of an entity, and reads merge those of all regions.
CREATE TABLE regional_state (
    home_region TEXT        NOT NULL,
    tenant_id   TEXT        NOT NULL,
    entity_type TEXT        NOT NULL,
    entity_id   TEXT        NOT NULL,
    state       JSONB       NOT NULL,
    version     BIGINT      NOT NULL CHECK (version > 0),
    created_at  TIMESTAMPTZ NOT NULL,
    updated_at  TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (home_region, tenant_id, entity_type, entity_id)
);

-- What has changed lately, for those who look for conflicts.
CREATE INDEX regional_state_by_change ON regional_state (home_region, entity_type, updated_at);

-- Which keys may be forgotten.
CREATE INDEX idempotency_by_expiry ON idempotency (home_region, expires_at);

-- Versions of one entity that did not know of each other, which wait for a person. home_region is the tenant's home. The id
-- follows from tenant, entity and versions, so that whoever finds the same conflict again finds this row.
-- versions: [{"vector", "value", "writtenAt", "region"}, ...]; vectors: theirs alone, for lists.
-- audited is false from the resolution until it is in the audit log, which is in another ring.
CREATE TABLE conflict (
    home_region TEXT        NOT NULL,
    conflict_id UUID        NOT NULL,
    tenant_id   TEXT        NOT NULL,
    entity_type TEXT        NOT NULL,
    entity_id   TEXT        NOT NULL,
    status      TEXT        NOT NULL CHECK (status IN ('open', 'resolved', 'settled')),
    vectors     JSONB       NOT NULL,
    versions    JSONB       NOT NULL,
    resolution  JSONB,
    resolved_by TEXT,
    audited     BOOLEAN     NOT NULL,
    version     BIGINT      NOT NULL CHECK (version > 0),
    found_at    TIMESTAMPTZ NOT NULL,
    changed_at  TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (home_region, conflict_id)
);

-- The queue, oldest first: all of it, and those of one status.
CREATE INDEX conflict_by_time ON conflict (home_region, found_at, conflict_id);
CREATE INDEX conflict_by_status ON conflict (home_region, status, found_at, conflict_id);

-- What the audit log does not have yet: nearly nothing.
CREATE INDEX conflict_to_audit ON conflict (home_region, conflict_id) WHERE NOT audited;

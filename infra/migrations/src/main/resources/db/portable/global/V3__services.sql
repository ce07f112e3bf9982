-- What services lean on whose rows belong to the whole mesh. As in the rings of home regions, but for the names, since on
-- CockroachDB both are in one database, and for home_region, since these rows live in no region.
CREATE TABLE global_writer_epoch (
    ring_name  TEXT        NOT NULL CHECK (ring_name = 'global'),
    epoch      BIGINT      NOT NULL CHECK (epoch > 0),
    changed_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (ring_name)
);
INSERT INTO global_writer_epoch (ring_name, epoch, changed_at) VALUES ('global', 1, now());

-- What the control plane tells of it.
INSERT INTO home_writer (writer_region, writer_epoch, declared_at) VALUES ('global', 1, now());

CREATE TABLE global_idempotency (
    tenant_id       TEXT        NOT NULL,
    idempotency_key TEXT        NOT NULL,
    fingerprint     BYTEA       NOT NULL,
    status          INT         NOT NULL,
    body            TEXT        NOT NULL,
    created_at      TIMESTAMPTZ NOT NULL,
    expires_at      TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (tenant_id, idempotency_key)
);
CREATE INDEX global_idempotency_by_expiry ON global_idempotency (expires_at);

CREATE TABLE global_outbox (
    event_id     UUID        NOT NULL,
    tenant_id    TEXT        NOT NULL,
    entity_type  TEXT        NOT NULL,
    entity_id    TEXT        NOT NULL,
    event_type   TEXT        NOT NULL,
    payload      JSONB       NOT NULL,
    writer_epoch BIGINT      NOT NULL,
    created_at   TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (event_id)
);

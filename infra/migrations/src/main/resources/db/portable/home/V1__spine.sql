-- What every service of a home region leans on. Portable: CockroachDB adds localities in its own folder.
-- home_region leads every key, so that one region's rows stay together and a statement names the region it means.

-- Who may write a home region's rows: the fencing token, read in every writing statement. It only grows.
CREATE TABLE writer_epoch (
    home_region TEXT        NOT NULL,
    epoch       BIGINT      NOT NULL CHECK (epoch > 0),
    changed_at  TIMESTAMPTZ NOT NULL DEFAULT now(),
    PRIMARY KEY (home_region)
);

-- The first answer of each key, claimed by the same statement that has the effect.
CREATE TABLE idempotency (
    home_region     TEXT        NOT NULL,
    tenant_id       TEXT        NOT NULL,
    idempotency_key TEXT        NOT NULL,
    fingerprint     BYTEA       NOT NULL,
    status          INT         NOT NULL,
    body            TEXT        NOT NULL,
    created_at      TIMESTAMPTZ NOT NULL,
    expires_at      TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (home_region, tenant_id, idempotency_key)
);

-- Events to be published, written with the effect they tell of.
CREATE TABLE outbox (
    home_region  TEXT        NOT NULL,
    event_id     UUID        NOT NULL,
    tenant_id    TEXT        NOT NULL,
    entity_type  TEXT        NOT NULL,
    entity_id    TEXT        NOT NULL,
    event_type   TEXT        NOT NULL,
    payload      JSONB       NOT NULL,
    writer_epoch BIGINT      NOT NULL,
    created_at   TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (home_region, event_id)
);

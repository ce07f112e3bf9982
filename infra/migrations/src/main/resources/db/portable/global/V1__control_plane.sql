-- What the control plane knows, in the ring that every region reads as its own. No key begins with home_region: these rows
-- belong to no region, and by that CockroachDB's localities tell them from the rows of homes.

-- Grows by one with each change of anything below: the change and the number are one statement. It is also the lock that
-- puts the changes of several control planes in one order.
CREATE TABLE route_epoch (
    name        TEXT        NOT NULL CHECK (name = 'routes'),
    epoch       BIGINT      NOT NULL CHECK (epoch >= 0),
    changed_at  TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (name)
);
INSERT INTO route_epoch (name, epoch, changed_at) VALUES ('routes', 0, now());

CREATE TABLE region (
    region_name   TEXT        NOT NULL,
    registered_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (region_name)
);

CREATE TABLE cell (
    cell_name     TEXT        NOT NULL,
    registered_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (cell_name)
);

-- Which writer epoch the control plane last declared for a region's rows. What fences is the row in that region's own ring.
CREATE TABLE home_writer (
    writer_region TEXT        NOT NULL,
    writer_epoch  BIGINT      NOT NULL CHECK (writer_epoch > 0),
    declared_at   TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (writer_region)
);

-- A tenant and its place. cells: {"us-east1": ["us-east1-c03", ...], ...}, in the order of the placement.
CREATE TABLE tenant (
    tenant_id     TEXT        NOT NULL,
    tenant_home   TEXT        NOT NULL,
    status        TEXT        NOT NULL CHECK (status IN ('active', 'suspended')),
    cells         JSONB       NOT NULL,
    version       BIGINT      NOT NULL CHECK (version > 0),
    changed_epoch BIGINT      NOT NULL,
    created_at    TIMESTAMPTZ NOT NULL,
    changed_at    TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (tenant_id),
    FOREIGN KEY (tenant_home) REFERENCES region (region_name)
);

-- The first answer to each key of each administrator. Its name differs from the services' table, since on CockroachDB both
-- are in one database.
CREATE TABLE admin_idempotency (
    actor           TEXT        NOT NULL,
    idempotency_key TEXT        NOT NULL,
    fingerprint     BYTEA       NOT NULL,
    status          INT         NOT NULL,
    body            TEXT        NOT NULL,
    created_at      TIMESTAMPTZ NOT NULL,
    expires_at      TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (actor, idempotency_key)
);

-- Who changed what, when: exactly one row for each epoch, so a missing one shows; each holds the hash of the one before, so a
-- changed one shows. before_json and after_json are text, because the hash is over their very characters.
CREATE TABLE audit_log (
    epoch         BIGINT      NOT NULL CHECK (epoch > 0),
    at            TIMESTAMPTZ NOT NULL,
    actor         TEXT        NOT NULL,
    action        TEXT        NOT NULL,
    subject       TEXT        NOT NULL,
    before_json   TEXT        NOT NULL,
    after_json    TEXT        NOT NULL,
    previous_hash BYTEA       NOT NULL,
    hash          BYTEA       NOT NULL,
    PRIMARY KEY (epoch)
);

-- The application gets no more than it needs. audit_log can be appended to, and that is all: also where the application's role
-- owns the tables, which a real deployment avoids.
REVOKE ALL ON audit_log FROM cellmesh;
GRANT SELECT, UPDATE ON route_epoch TO cellmesh;
GRANT SELECT, INSERT ON region, cell, home_writer, audit_log TO cellmesh;
GRANT SELECT, INSERT, UPDATE ON tenant TO cellmesh;
GRANT SELECT, INSERT, DELETE ON admin_idempotency TO cellmesh;

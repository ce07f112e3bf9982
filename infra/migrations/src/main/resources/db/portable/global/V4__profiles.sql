-- Who is known under which e-mail address. The address is unique in the whole mesh, across tenants, and so these rows live in
-- the ring of the mesh. email is what was typed, email_key what is compared.
CREATE TABLE identity_record (
    tenant_id   TEXT        NOT NULL,
    identity_id UUID        NOT NULL,
    email       TEXT        NOT NULL,
    email_key   TEXT        NOT NULL,
    version     BIGINT      NOT NULL CHECK (version > 0),
    created_at  TIMESTAMPTZ NOT NULL,
    updated_at  TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (tenant_id, identity_id)
);
CREATE UNIQUE INDEX identity_record_by_email ON identity_record (email_key);

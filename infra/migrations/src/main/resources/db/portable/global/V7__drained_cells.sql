-- A drained cell gets no tenants, and those that it has leave it. changed_at is empty until somebody has decided something about it.
ALTER TABLE cell ADD COLUMN drained BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE cell ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
ALTER TABLE cell ADD COLUMN changed_at TIMESTAMPTZ;
GRANT UPDATE ON cell TO cellmesh;

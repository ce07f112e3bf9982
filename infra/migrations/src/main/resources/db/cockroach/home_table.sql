-- Rows of a home region live there: the region is computed from the first column of the key, so that a statement which names
-- home_region touches one region, and a duplicate key is found without asking the others.
ALTER TABLE ${table} ADD COLUMN IF NOT EXISTS row_region crdb_internal_region NOT NULL AS (
    CASE home_region
        ${region_cases}
    END
) STORED;
ALTER TABLE ${table} SET LOCALITY REGIONAL BY ROW AS row_region;
-- The nodes' own user does not own the tables here, as it does on a ring.
GRANT SELECT, INSERT, UPDATE, DELETE ON TABLE ${table} TO cellmesh;

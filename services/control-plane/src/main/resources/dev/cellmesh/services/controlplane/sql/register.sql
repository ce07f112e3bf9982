-- Adds regions and cells that are new, as decided at epoch $1. Verdicts: done; stale (the epoch has moved on: decide again).
-- $1 epoch it was decided at, $2 now, $3 names of new regions, $4 names of new cells (JSON arrays),
-- $5 actor, $6 action, $7 subject, $8 before, $9 after, $10 hash of the epoch's audit row, $11 hash of the new one
WITH bumped AS (
    UPDATE route_epoch SET epoch = $1::INT8 + 1, changed_at = $2::TIMESTAMPTZ
    WHERE name = 'routes' AND epoch = $1::INT8
    RETURNING epoch
), regions AS (
    INSERT INTO region (region_name, registered_at)
    SELECT new_region.name, $2::TIMESTAMPTZ
    FROM bumped, jsonb_array_elements_text($3::JSONB) AS new_region (name)
    RETURNING region_name
), writers AS (
    INSERT INTO home_writer (writer_region, writer_epoch, declared_at)
    SELECT new_region.name, 1, $2::TIMESTAMPTZ
    FROM bumped, jsonb_array_elements_text($3::JSONB) AS new_region (name)
    RETURNING writer_region
), cells AS (
    INSERT INTO cell (cell_name, registered_at)
    SELECT new_cell.name, $2::TIMESTAMPTZ
    FROM bumped, jsonb_array_elements_text($4::JSONB) AS new_cell (name)
    RETURNING cell_name
), audited AS (
    INSERT INTO audit_log
        (epoch, at, actor, action, subject, before_json, after_json, previous_hash, hash)
    SELECT epoch, $2::TIMESTAMPTZ, $5::TEXT, $6::TEXT, $7::TEXT, $8::TEXT, $9::TEXT, $10::BYTEA, $11::BYTEA
    FROM bumped
    RETURNING epoch
)
SELECT CASE WHEN EXISTS (SELECT 1 FROM bumped) THEN 'done' ELSE 'stale' END AS verdict

-- The audit log has it. $1 home region, $2 writer epoch, $3 conflict
WITH fence AS (
    SELECT epoch FROM writer_epoch
    WHERE home_region = $1::TEXT AND epoch = $2::INT8
    FOR SHARE
), marked AS (
    UPDATE conflict SET audited = TRUE
    FROM fence
    WHERE conflict.home_region = $1::TEXT AND conflict.conflict_id = $3::UUID
    RETURNING conflict.conflict_id
)
SELECT CASE WHEN EXISTS (SELECT 1 FROM marked) THEN 'done' ELSE 'fenced' END AS verdict

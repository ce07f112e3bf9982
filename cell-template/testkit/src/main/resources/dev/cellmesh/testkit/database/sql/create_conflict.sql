-- Fails as a serialisation conflict would, until it was called often enough: a sequence does not roll back.
CREATE OR REPLACE FUNCTION contract_conflict(enough BIGINT) RETURNS BIGINT LANGUAGE plpgsql AS $$
BEGIN
    IF nextval('contract_conflicts') < enough THEN
        RAISE EXCEPTION 'conflict on purpose' USING ERRCODE = '40001';
    END IF;
    RETURN enough;
END
$$

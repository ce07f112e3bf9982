-- A row that is written all the time, so that a replica can tell silence from lag: the age of the beat that it shows is
-- how far it may be behind. It is data like any other: read beside an entity, it is as old as the entity.
CREATE TABLE heartbeat (
    home_region TEXT        NOT NULL,
    beat        BIGINT      NOT NULL,
    beat_at     TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (home_region)
);

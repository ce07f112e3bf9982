CREATE TABLE IF NOT EXISTS contract_entry (
    home_region TEXT   NOT NULL,
    id          TEXT   NOT NULL,
    amount      BIGINT NOT NULL CHECK (amount >= 0),
    PRIMARY KEY (home_region, id)
)

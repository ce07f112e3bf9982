-- Products live in their tenant's home region. Their units live in every region: home_region is the one that may sell them.

-- Prices are minor units of an ISO 4217 currency.
CREATE TABLE product (
    home_region  TEXT        NOT NULL,
    tenant_id    TEXT        NOT NULL,
    product_id   UUID        NOT NULL,
    name         TEXT        NOT NULL,
    description  TEXT        NOT NULL,
    price        BIGINT      NOT NULL CHECK (price >= 0),
    currency     TEXT        NOT NULL,
    discontinued BOOLEAN     NOT NULL,
    version      BIGINT      NOT NULL CHECK (version > 0),
    created_at   TIMESTAMPTZ NOT NULL,
    updated_at   TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (home_region, tenant_id, product_id)
);

-- The units that a region may sell, in several rows, so that its reservations seldom wait for each other.
CREATE TABLE stock_portion (
    home_region TEXT   NOT NULL,
    tenant_id   TEXT   NOT NULL,
    product_id  UUID   NOT NULL,
    bucket      INT    NOT NULL CHECK (bucket >= 0),
    units       BIGINT NOT NULL CHECK (units >= 0),
    PRIMARY KEY (home_region, tenant_id, product_id, bucket)
);

-- How many units a region has ever given to each other one. It only grows; what the other one has not received is on the way.
CREATE TABLE stock_sent (
    home_region TEXT   NOT NULL,
    tenant_id   TEXT   NOT NULL,
    product_id  UUID   NOT NULL,
    destination TEXT   NOT NULL,
    units       BIGINT NOT NULL CHECK (units > 0),
    PRIMARY KEY (home_region, tenant_id, product_id, destination)
);

-- How many units a region has ever received from each other one. It only grows, up to what that one has sent. units_before is
-- what it was before the last receipt, so that two receipts at once are told apart.
CREATE TABLE stock_received (
    home_region  TEXT   NOT NULL,
    tenant_id    TEXT   NOT NULL,
    product_id   UUID   NOT NULL,
    source       TEXT   NOT NULL,
    units        BIGINT NOT NULL CHECK (units > 0),
    units_before BIGINT NOT NULL,
    PRIMARY KEY (home_region, tenant_id, product_id, source)
);

-- Units that came from outside.
CREATE TABLE stock_delivery (
    home_region TEXT        NOT NULL,
    tenant_id   TEXT        NOT NULL,
    product_id  UUID        NOT NULL,
    delivery_id UUID        NOT NULL,
    quantity    BIGINT      NOT NULL CHECK (quantity > 0),
    created_at  TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (home_region, tenant_id, product_id, delivery_id)
);

-- Units that were taken out of the portion of the region that reserved them, and go back there when released.
CREATE TABLE reservation (
    home_region    TEXT        NOT NULL,
    tenant_id      TEXT        NOT NULL,
    product_id     UUID        NOT NULL,
    reservation_id UUID        NOT NULL,
    quantity       BIGINT      NOT NULL CHECK (quantity > 0),
    released       BOOLEAN     NOT NULL,
    version        BIGINT      NOT NULL CHECK (version > 0),
    created_at     TIMESTAMPTZ NOT NULL,
    updated_at     TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (home_region, tenant_id, product_id, reservation_id)
);

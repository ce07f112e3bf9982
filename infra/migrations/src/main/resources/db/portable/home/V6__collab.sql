-- What people say of documents. Each region writes rows of its own; reads put those of all regions together.

-- written_at is a hybrid time: milliseconds since 1970 in the upper 48 bits, a logical clock in the lower 16.
CREATE TABLE comment (
    home_region TEXT        NOT NULL,
    tenant_id   TEXT        NOT NULL,
    document_id UUID        NOT NULL,
    written_at  BIGINT      NOT NULL CHECK (written_at >= 0),
    comment_id  UUID        NOT NULL,
    author      TEXT        NOT NULL,
    content     TEXT        NOT NULL,
    PRIMARY KEY (home_region, tenant_id, document_id, written_at, comment_id)
);

CREATE UNIQUE INDEX comment_by_id ON comment (home_region, tenant_id, document_id, comment_id);

-- What one region has counted; the count is the sum over all regions.
CREATE TABLE reaction (
    home_region TEXT        NOT NULL,
    tenant_id   TEXT        NOT NULL,
    document_id UUID        NOT NULL,
    kind        TEXT        NOT NULL,
    increments  BIGINT      NOT NULL CHECK (increments >= 0),
    decrements  BIGINT      NOT NULL CHECK (decrements >= 0),
    PRIMARY KEY (home_region, tenant_id, document_id, kind)
);

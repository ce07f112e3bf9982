-- Accounts, transfers, and a ledger that sums to zero per currency. Amounts are minor units of an ISO 4217 currency.

CREATE TABLE account (
    home_region TEXT        NOT NULL,
    tenant_id   TEXT        NOT NULL,
    account_id  UUID        NOT NULL,
    currency    TEXT        NOT NULL,
    label       TEXT        NOT NULL,
    balance     BIGINT      NOT NULL CHECK (balance >= 0),
    version     BIGINT      NOT NULL CHECK (version > 0),
    created_at  TIMESTAMPTZ NOT NULL,
    updated_at  TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (home_region, tenant_id, account_id)
);

-- The versions are those that the accounts got by the transfer.
CREATE TABLE transfer (
    home_region         TEXT        NOT NULL,
    tenant_id           TEXT        NOT NULL,
    transfer_id         UUID        NOT NULL,
    source_id           UUID        NOT NULL,
    destination_id      UUID        NOT NULL,
    amount              BIGINT      NOT NULL CHECK (amount > 0),
    currency            TEXT        NOT NULL,
    source_version      BIGINT      NOT NULL,
    destination_version BIGINT      NOT NULL,
    created_at          TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (home_region, tenant_id, transfer_id)
);

-- Two entries per posting. A posting is a transfer, or the opening of an account, whose id it then has; an opening's
-- counter-entry is on the account of all zeros, which stands for the world outside and has version 0.
CREATE TABLE ledger_entry (
    home_region     TEXT        NOT NULL,
    tenant_id       TEXT        NOT NULL,
    account_id      UUID        NOT NULL,
    account_version BIGINT      NOT NULL,
    posting_id      UUID        NOT NULL,
    amount          BIGINT      NOT NULL CHECK (amount <> 0),
    balance_after   BIGINT,
    currency        TEXT        NOT NULL,
    created_at      TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (home_region, tenant_id, account_id, account_version, posting_id)
);

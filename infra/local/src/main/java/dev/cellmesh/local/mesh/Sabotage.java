package dev.cellmesh.local.mesh;

/** Which guarantee does a mesh not keep, on purpose, so that a proof can show that it would notice? */
public enum Sabotage {
    /** Every request gets a key of its own. */
    IDEMPOTENCY,
    /** Heartbeats come from the future: every replica looks fresh. */
    STALENESS,
    /** Reactions wait for other regions, as money does. */
    REGIONAL_WRITES,
    /** Some reservations leave their region's portion as it was. */
    ESCROW,
    /** The database no longer refuses a second row with an address. */
    UNIQUE_EMAIL
}

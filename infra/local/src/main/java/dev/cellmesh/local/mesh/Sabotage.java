package dev.cellmesh.local.mesh;

/** What do the databases of a mesh not keep, on purpose, so that a proof can show that it would notice? See {@link
 * dev.cellmesh.runtime.node.Weakness} for the nodes. */
public enum Sabotage {
    /** Heartbeats come from the future: every replica looks fresh. */
    STALENESS,
    /** Reactions wait for other regions, as money does. */
    REGIONAL_WRITES,
    /** Some reservations leave their region's portion as it was. */
    ESCROW,
    /** The database no longer refuses a second row with an address. */
    UNIQUE_EMAIL
}

package dev.cellmesh.local.prove.consistency;

/** What can be broken on purpose, so that its check has to fail? */
public enum Guarantee {
    /** The client does not hand its token on. */
    TOKENS,
    /** Replicas claim to be fresher than they are. */
    STALENESS,
    /** Every read is asked of the home region. */
    LOCAL_READS,
    /** A write to what every region may write waits for the other regions. */
    REGIONAL_WRITES,
    /** Every request gets a key of its own. */
    IDEMPOTENCY,
    /** Some reservations leave the portion as it was. */
    ESCROW,
    /** The database no longer refuses a second row with an address. */
    UNIQUE_EMAIL
}

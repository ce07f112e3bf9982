package dev.cellmesh.model.consistency;

/** Who has a write when it is acknowledged? */
public enum Durability {
    /** The home region. A lost region may lose it. */
    LOCAL,
    /** A majority of regions (for GLOBAL rows: every replica that may serve reads). One lost region does not lose it. */
    QUORUM
}

package dev.cellmesh.runtime.database;

/** Why did a database not do what was asked, leaving nothing behind? */
public enum Refusal {
    /** No server that may answer can be reached. */
    UNREACHABLE,
    /** No server that can be reached has come as far as the token of the read, and none did while the read could wait. */
    NOT_CAUGHT_UP,
    /** The wait queue is full, or its time is over. */
    OVERLOADED,
    /** Another transaction held the rows or the key for too long. */
    CONTENDED,
    /** The deadline passed before the statement was sent, or a read was not answered by then. */
    DEADLINE_EXCEEDED
}

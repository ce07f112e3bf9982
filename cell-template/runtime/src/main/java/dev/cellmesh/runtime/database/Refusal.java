package dev.cellmesh.runtime.database;

/** Why did a database not do what was asked, leaving nothing behind? */
public enum Refusal {
    /** No server that may answer can be reached. */
    UNREACHABLE,
    /** The wait queue is full, or its time is over. */
    OVERLOADED,
    /** Another transaction held the rows or the key for too long. */
    CONTENDED,
    /** The deadline passed before the statement was sent, or a read was not answered by then. */
    DEADLINE_EXCEEDED
}

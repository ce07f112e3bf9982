package dev.cellmesh.local.prove;

/** A promise was broken: the message says which, where, and what was seen. */
public final class Violation extends RuntimeException {
    public Violation(String message) {
        super(message);
    }
}

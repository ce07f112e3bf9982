package dev.cellmesh.local.mesh;

/** A mesh cannot do what was asked, and a person can change that: the message says how. Nothing is left half done. */
public final class RefusedException extends RuntimeException {
    public RefusedException(String message) {
        super(message);
    }
}

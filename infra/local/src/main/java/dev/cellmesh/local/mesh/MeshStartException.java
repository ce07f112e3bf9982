package dev.cellmesh.local.mesh;

/** A part did not come up: the message says which and why. What was started before it is stopped again. */
public final class MeshStartException extends RuntimeException {
    MeshStartException(String part, String reason, Throwable cause) {
        super(part + " could not start: " + reason, cause);
    }
}

package dev.cellmesh.local.mesh;

/** The mesh was stopped while it came up, as by Ctrl-C: whoever starts parts gives up, and nobody needs to be told why. */
public final class MeshStoppedException extends RuntimeException {
    MeshStoppedException() {
        super("the mesh was stopped while it came up");
    }
}

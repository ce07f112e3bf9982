package dev.cellmesh.local.cli;

import dev.cellmesh.local.mesh.MeshOptions;
import dev.cellmesh.local.mesh.RefusedException;

/** Where does a proof or a benchmark get a mesh that nobody else uses? On the first free ports above the usual ones. */
final class OwnMesh {
    private static final int FIRST_BASE = 12_080;
    private static final int STEP = 800;
    private static final int TRIES = 8;

    private OwnMesh() {}

    /** The same options, with a port base that is free now. */
    static MeshOptions elsewhere(MeshOptions options) {
        for (int i = 0; i < TRIES; i++) {
            MeshOptions there = options.withPortBase(FIRST_BASE + i * STEP);
            if (there.ports().areFree()) {
                return there;
            }
        }
        throw new RefusedException("no free ports were found for a mesh of its own");
    }
}

package dev.cellmesh.local.cli;

import dev.cellmesh.local.mesh.MeshOptions;
import dev.cellmesh.local.mesh.PortPlan;
import dev.cellmesh.local.mesh.RefusedException;

/** Where does a proof or a benchmark get a mesh that nobody else uses? On the first free ports above the usual ones. */
final class OwnMesh {
    private static final int FIRST_BASE = 12_080;
    private static final int STEP = 800;
    private static final int TRIES = 8;

    private OwnMesh() {}

    /** The same options, with a port base that is free now. */
    static MeshOptions elsewhere(MeshOptions options) {
        return options.withPortBase(freeBase(options.cellsPerRegion()));
    }

    private static int freeBase(int cellsPerRegion) {
        for (int i = 0; i < TRIES; i++) {
            int base = FIRST_BASE + i * STEP;
            if (new PortPlan(base, MeshOptions.REGIONS, cellsPerRegion).areFree()) {
                return base;
            }
        }
        throw new RefusedException("no free ports were found for a mesh of its own");
    }
}

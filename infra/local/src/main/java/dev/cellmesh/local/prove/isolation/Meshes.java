package dev.cellmesh.local.prove.isolation;

import dev.cellmesh.local.mesh.Mesh;
import dev.cellmesh.local.mesh.MeshOptions;

/** Who starts meshes where nobody else has one? */
public interface Meshes {
    /**
     * Returns when it is ready.
     *
     * @param options all but the ports, which are whatever is free
     */
    Mesh start(MeshOptions options) throws Exception;
}

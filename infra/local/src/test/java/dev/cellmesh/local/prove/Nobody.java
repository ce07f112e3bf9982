package dev.cellmesh.local.prove;

import dev.cellmesh.local.mesh.MeshProgress;

/** Who looks on while a mesh starts? */
enum Nobody implements MeshProgress {
    WATCHES;

    @Override
    public void part(String name, long millis) {}

    @Override
    public void note(String line) {}
}

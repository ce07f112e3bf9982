package dev.cellmesh.local.mesh;

/** Nobody watches. */
enum Quiet implements MeshProgress {
    INSTANCE;

    @Override
    public void part(String name, long millis) {}

    @Override
    public void note(String line) {}
}

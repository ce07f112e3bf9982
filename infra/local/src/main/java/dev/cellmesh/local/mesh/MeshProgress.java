package dev.cellmesh.local.mesh;

/** Who wants to hear how far a mesh has come? Called from several threads. */
public interface MeshProgress {
    /** A part is up. */
    void part(String name, long millis);

    /** Something else that a person should read. */
    void note(String line);
}

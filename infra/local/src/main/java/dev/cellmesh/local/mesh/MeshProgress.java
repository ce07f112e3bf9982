package dev.cellmesh.local.mesh;

/** Who wants to hear how far a mesh has come? Called from several threads. */
public interface MeshProgress {
    /** Nobody does. */
    MeshProgress SILENT = new MeshProgress() {
        @Override
        public void part(String name, long millis) {
            // It is up; that is all.
        }

        @Override
        public void note(String line) {
            // Nobody reads it.
        }
    };

    /** A part is up. */
    void part(String name, long millis);

    /** Something else that a person should read. */
    void note(String line);
}

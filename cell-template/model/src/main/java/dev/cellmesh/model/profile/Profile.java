package dev.cellmesh.model.profile;

/** What does one operation on one entity promise? Declared beside the operation; the pipeline keeps it. */
public sealed interface Profile permits ReadProfile, WriteProfile {
    /** Lower case, such as {@code account}. */
    String entity();

    Residence residence();

    ConflictRule conflicts();
}

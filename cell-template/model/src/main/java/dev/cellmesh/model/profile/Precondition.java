package dev.cellmesh.model.profile;

/** What does a write make of {@code If-Match}? */
public enum Precondition {
    /** Nothing: it makes something new, or any order of writes will do. */
    IGNORED("ignored"),
    /** It holds when sent. */
    OPTIONAL("optional"),
    /** Without it the write is refused with 428. */
    REQUIRED("required");

    private final String wireName;

    Precondition(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }
}

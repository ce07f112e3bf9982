package dev.cellmesh.model.profile;

/** What does a read answer when the local replica is not good enough, and the way to a better copy is cut? */
public enum Unreachable {
    /** 503, rather than less than was promised. */
    REFUSE("refuse"),
    /** What the replica has, labelled as eventual with its measured age; not when the request itself asked for more. */
    SERVE_OLDER("serve-older");

    private final String wireName;

    Unreachable(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }
}

package dev.cellmesh.load.operation;

/**
 * What does this run know of an entity that is changed by version? On one thread at a time, as all of a {@link World}.
 */
final class Versioned {
    /** Unique among all tenants. */
    final String key;

    final String id;
    private long version;
    private long value;
    private boolean isOld;

    Versioned(String key, String id, long version) {
        this.key = key;
        this.id = id;
        this.version = version;
    }

    /** The newest that was seen. */
    long version() {
        return version;
    }

    /** The number of the request that made this version; 0 before the first. */
    long value() {
        return value;
    }

    /** Whether somebody else is known to have changed it, or may have. */
    boolean isOld() {
        return isOld;
    }

    void outdated() {
        isOld = true;
    }

    void learn(long newVersion, long newValue) {
        if (newVersion >= version) {
            version = newVersion;
            value = newValue;
            isOld = false;
        }
    }
}

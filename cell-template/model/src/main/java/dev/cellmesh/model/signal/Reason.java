package dev.cellmesh.model.signal;

import java.util.Locale;

/** Why is something not healthy? */
public enum Reason {
    /** Nobody has told anything for some time. */
    SILENCE,
    /** Its parts do not answer. */
    UNREACHABLE,
    ERRORS,
    LATENCY,
    REPLICATION_LAG;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @throws IllegalArgumentException when it is none */
    public static Reason of(String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}

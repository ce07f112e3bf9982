package dev.cellmesh.runtime.service;

/** What may any service's writing statement decide? Each word picks one of the answers that Java phrased. */
public final class Verdict {
    public static final String DONE = "done";
    public static final String UNKNOWN_ENTITY = "unknown-entity";
    public static final String LIMIT_REACHED = "limit-reached";

    private Verdict() {}
}

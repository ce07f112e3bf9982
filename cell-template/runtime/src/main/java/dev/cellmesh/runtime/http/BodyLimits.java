package dev.cellmesh.runtime.http;

/**
 * How much may a client ask of a server that reads bodies whole?
 *
 * @param bytesMax 413 beyond
 * @param millisMax 408 when the body takes longer
 */
public record BodyLimits(int bytesMax, int millisMax) {
    /** Bodies of single entities have a few kilobytes at most. */
    public static final BodyLimits SERVICE = new BodyLimits(64 * 1024, 10_000);
}

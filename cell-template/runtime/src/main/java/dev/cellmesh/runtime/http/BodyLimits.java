package dev.cellmesh.runtime.http;

import java.time.Duration;

/**
 * How much body may a request bring, and how slowly?
 *
 * @param bytesMax 413 beyond
 * @param time from the head to the body's end; 408 beyond
 */
public record BodyLimits(int bytesMax, Duration time) {
    /** Bodies of single entities have a few kilobytes at most; a phone on a bad link sends 64 KiB in some seconds. */
    public static final BodyLimits ENTITY = new BodyLimits(64 * 1024, Duration.ofSeconds(10));
}

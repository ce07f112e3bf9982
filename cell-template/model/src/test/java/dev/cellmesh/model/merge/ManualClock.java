package dev.cellmesh.model.merge;

import java.time.Instant;
import java.time.InstantSource;

/** What does a physical clock show that a test sets, forwards and backwards? */
final class ManualClock implements InstantSource {
    long millis;

    ManualClock(long millis) {
        this.millis = millis;
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis);
    }
}

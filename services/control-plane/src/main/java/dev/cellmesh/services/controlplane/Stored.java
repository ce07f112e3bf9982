package dev.cellmesh.services.controlplane;

import dev.cellmesh.runtime.database.Refusal;

/** What came of a question to the store? */
sealed interface Stored<T> {
    record Found<T>(T value) implements Stored<T> {}

    record Unavailable<T>(Refusal why) implements Stored<T> {}
}

package dev.cellmesh.services.controlplane;

import dev.cellmesh.model.consistency.Served;
import dev.cellmesh.runtime.database.Refusal;
import java.util.function.Function;

/** What came of a question to the store? */
sealed interface Stored<T> {
    record Found<T>(T value, Served served) implements Stored<T> {}

    record Unavailable<T>(Refusal why) implements Stored<T> {}

    default <U> Stored<U> map(Function<T, U> change) {
        return switch (this) {
            case Found<T>(T value, Served served) -> new Found<>(change.apply(value), served);
            case Unavailable<T>(Refusal why) -> new Unavailable<>(why);
        };
    }
}

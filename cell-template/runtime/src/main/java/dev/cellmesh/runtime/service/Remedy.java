package dev.cellmesh.runtime.service;

import dev.cellmesh.model.Region;
import dev.cellmesh.runtime.database.ReadOutcome;
import dev.cellmesh.runtime.database.Refusal;
import dev.cellmesh.runtime.database.SqlStatement;
import dev.cellmesh.runtime.database.WriteOutcome;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * What can a write do about what its own ring does not have or know, and other regions may? It is asked before the statement, or
 * after a verdict that is not stored, so that the statement can be run once more.
 */
@FunctionalInterface
public interface Remedy {
    /** Never fails for want of another region; each step must be safe to repeat. */
    Future<Outcome> apply(Call call, Regions regions);

    /** How does the write go on? */
    sealed interface Outcome {
        Outcome TRY = new Try();

        /** Run the statement; it may ask for a remedy again. */
        record Try() implements Outcome {}

        /** Run the statement, which has to decide now, with what was found out elsewhere. */
        record Decide(JsonObject findings) implements Outcome {}

        /** Nobody can decide: 503, and nothing is stored under the key. */
        record Unavailable(Refusal why, Region region) implements Outcome {}
    }

    /** What may a remedy do elsewhere? Within the deadline of the call. */
    interface Regions {
        /** In the order of the mesh's settings. */
        List<Region> all();

        /** With the durability of a quorum; {@code $1} is the region and {@code $2} its writer epoch. */
        Future<WriteOutcome> write(Region region, SqlStatement sql, List<Object> parameters);

        /** From the nearest copy; {@code $1} is the region. */
        Future<ReadOutcome> look(Region region, SqlStatement sql, List<Object> parameters);

        /** As it is now, from the region itself; {@code $1} is the region. */
        Future<ReadOutcome> ask(Region region, SqlStatement sql, List<Object> parameters);
    }
}

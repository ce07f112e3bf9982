package dev.cellmesh.runtime.service;

import dev.cellmesh.model.Region;
import dev.cellmesh.runtime.database.ReadOutcome;
import dev.cellmesh.runtime.database.SqlStatement;
import dev.cellmesh.runtime.database.WriteOutcome;
import io.vertx.core.Future;
import java.util.List;

/**
 * What can a write do when its statement found that something is missing here which other regions may have? Its verdict is not
 * stored, so that the statement can be run once more.
 */
@FunctionalInterface
public interface Remedy {
    /** Is it worth another try? Never fails for want of another region; each step must be safe to repeat. */
    Future<Boolean> apply(Call call, Regions regions);

    /** What may a remedy do elsewhere? Within the deadline of the call. */
    interface Regions {
        /** This one first. */
        List<Region> all();

        /** With the durability of a quorum; {@code $1} is the region and {@code $2} its writer epoch. */
        Future<WriteOutcome> write(Region region, SqlStatement sql, List<Object> parameters);

        /** From the nearest copy; {@code $1} is the region. */
        Future<ReadOutcome> look(Region region, SqlStatement sql, List<Object> parameters);
    }
}

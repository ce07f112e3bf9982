package dev.cellmesh.runtime.database;

import dev.cellmesh.model.consistency.Served;
import java.util.List;

/** What came of a read? */
public sealed interface ReadOutcome {
    record Rows(List<SqlRow> rows, Served served) implements ReadOutcome {}

    /** No server could answer at that level in time. */
    record Unavailable(Refusal why) implements ReadOutcome {}
}

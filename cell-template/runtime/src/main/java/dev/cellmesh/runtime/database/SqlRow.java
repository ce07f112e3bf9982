package dev.cellmesh.runtime.database;

import java.time.OffsetDateTime;
import java.util.UUID;

/** What is in a row? Columns by name; an unknown name is a bug, a NULL is null. */
public interface SqlRow {
    String text(String column);

    Long number(String column);

    Boolean flag(String column);

    UUID uuid(String column);

    OffsetDateTime time(String column);

    byte[] bytes(String column);
}

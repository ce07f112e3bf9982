package dev.cellmesh.model.signal;

import dev.cellmesh.model.Region;
import java.util.OptionalLong;

/**
 * How old is what one replica shows?
 *
 * @param source region of the primary
 * @param reader region of the replica
 * @param lagMillis empty when it does not answer, or cannot tell
 */
public record ReplicaLag(Region source, Region reader, OptionalLong lagMillis) {}

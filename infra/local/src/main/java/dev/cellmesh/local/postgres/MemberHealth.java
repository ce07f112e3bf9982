package dev.cellmesh.local.postgres;

import dev.cellmesh.model.Region;
import java.util.OptionalLong;

/**
 * How is one member of a ring, as far as can be told?
 *
 * @param primary whether it takes the ring's writes
 * @param reachable it answered within the last two seconds
 * @param connected the primary sends it WAL; of the primary itself: as reachable
 * @param lagBytes WAL that the primary had written and the member had not applied when asked; never too small. Empty when
 *     one of the two cannot be asked
 * @param lagMillis everything the primary had acknowledged this long ago is visible here; never too small. 0 when nothing
 *     is missing, otherwise up to one beat (25 ms; of the global ring 100 ms) more than the truth. Goes on growing while the primary cannot be asked. Empty
 *     before the first beat, and when the member cannot be asked
 */
public record MemberHealth(
        Region region,
        boolean primary,
        boolean reachable,
        boolean connected,
        OptionalLong lagBytes,
        OptionalLong lagMillis) {}

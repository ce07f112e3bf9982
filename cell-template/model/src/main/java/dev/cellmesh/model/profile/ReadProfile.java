package dev.cellmesh.model.profile;

import java.time.Duration;
import java.util.Optional;

/**
 * What does a read promise?
 *
 * @param level what a request gets that asks for nothing
 * @param weakest the weakest that a request may ask for; anything stronger is always allowed
 * @param unreachable when nothing good enough can be reached
 * @param cacheable how long an answer may be kept outside of the cell; never longer than its bound of staleness. It promises that the
 *     answer is the same for all callers of a tenant that have the same roles
 */
public record ReadProfile(
        String entity,
        Residence residence,
        ConflictRule conflicts,
        Level level,
        Level weakest,
        Unreachable unreachable,
        Optional<Duration> cacheable)
        implements Profile {

    public ReadProfile {
        if (Level.isWeaker(level, weakest)) {
            throw new IllegalArgumentException(entity + ": the weakest level is stronger than the level itself");
        }
        if ((level instanceof Level.Global) != (residence == Residence.GLOBAL)) {
            throw new IllegalArgumentException(
                    entity + ": the level global is for rows that live there, and only for them");
        }
        cacheable.ifPresent(kept -> {
            if (!(weakest instanceof Level.Bounded bounded) || kept.compareTo(bounded.staleness()) > 0) {
                throw new IllegalArgumentException(entity + ": it may be kept only within a bound of staleness");
            }
        });
    }

    /** A level that no request may weaken, and that is refused when it cannot be had. */
    public static ReadProfile of(String entity, Residence residence, ConflictRule conflicts, Level level) {
        return new ReadProfile(entity, residence, conflicts, level, level, Unreachable.REFUSE, Optional.empty());
    }

    public ReadProfile weakenedTo(Level weaker) {
        return new ReadProfile(entity, residence, conflicts, level, weaker, unreachable, cacheable);
    }

    public ReadProfile servingOlder() {
        return new ReadProfile(entity, residence, conflicts, level, weakest, Unreachable.SERVE_OLDER, cacheable);
    }

    public ReadProfile cacheableFor(Duration kept) {
        return new ReadProfile(entity, residence, conflicts, level, weakest, unreachable, Optional.of(kept));
    }

    /** What a request gets: what it asks for, but nothing weaker than is allowed. */
    public Level granted(Optional<Level> asked) {
        return asked.map(wish -> Level.isWeaker(wish, weakest) ? weakest : wish).orElse(level);
    }
}

package dev.cellmesh.services.edge.poison;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Which requests kill the cells that they come to? Told by who was there when cells crashed, and who has been answered since:
 * RATIONALE.md says why innocents are spared. What is held against a request is forgotten after {@link #MEMORY}, and there is
 * room for {@link #REMEMBERED_MAX}. For one event loop.
 */
public final class Quarantine {
    /** {@code m}: after so many crashes the very same request is refused. */
    public static final int CRASHES_MAX = 2;
    /** For all of a tenant's requests for one operation, which takes more to be sure of. */
    public static final int CRASHES_OF_KIND_MAX = 3;
    /** For whatever else a tenant asks for that is not known to be harmless: as many cells as one has in a region, and not the next's. */
    public static final int CRASHES_OF_TENANT_MAX = 4;

    static final Duration FIRST_TERM = Duration.ofMinutes(1);
    /** The longest one is 16 minutes. */
    static final int TERMS_MAX = 5;
    /** Twice the longest term: a poison that was let go is still known. */
    static final Duration MEMORY = Duration.ofMinutes(32);
    /** A kind that was answered within it is not known to kill. */
    static final Duration PROVEN = Duration.ofMinutes(5);

    static final int REMEMBERED_MAX = 8_192;
    /** Tenants times operations; whose kind was forgotten is only looked at more closely. */
    private static final int PROVEN_MAX = 16_384;

    /** What may be done with a request? */
    public enum Standing {
        /** It goes its way. */
        FREE,
        /** It was there when a cell crashed, and was not answered since: it may go to a cell where no other suspect is. */
        SUSPECT,
        /** It was refused, and the term is over: it may go where no other suspect is while none of its tenant's is anywhere. */
        RELEASED,
        /** It is not sent. */
        REFUSED;

        /** Whether it may meet no other suspect. */
        public boolean goesAlone() {
            return this == SUSPECT || this == RELEASED;
        }
    }

    /** What came of a crash? */
    public enum Finding {
        /** Nobody stood out, so that all who were there are suspects now. */
        ALL_SUSPECT,
        /** Requests of several tenants stood out: it cannot be told whose it was, so that these are suspects. */
        UNCLEAR,
        /** Only requests of one tenant stood out; one crash more is held against them. */
        BLAMED,
        /** Likewise, and it is refused from now on. */
        REFUSED
    }

    private final LongSupplier nanoClock;
    private final Cache<Fingerprint, Suspicion> exact;
    private final Cache<Kind, Suspicion> kinds;
    private final Cache<String, Suspicion> tenants;
    private final Cache<Kind, Boolean> proven;

    public Quarantine(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        this.exact = cache(REMEMBERED_MAX, MEMORY);
        this.kinds = cache(REMEMBERED_MAX, MEMORY);
        this.tenants = cache(REMEMBERED_MAX, MEMORY);
        this.proven = cache(PROVEN_MAX, PROVEN);
    }

    private <K, V> Cache<K, V> cache(int size, Duration life) {
        return Caffeine.newBuilder()
                .maximumSize(size)
                .expireAfterWrite(life)
                .ticker(nanoClock::getAsLong)
                // On the caller's thread: there is little to do, and nothing is shared.
                .executor(Runnable::run)
                .build();
    }

    /** Whether nothing is held against anybody, so that nobody's fingerprint needs to be taken. */
    public boolean isEmpty() {
        return exact.estimatedSize() == 0 && kinds.estimatedSize() == 0 && tenants.estimatedSize() == 0;
    }

    /** Single requests that something is held against. */
    public long size() {
        return exact.estimatedSize();
    }

    public Standing standing(Print print) {
        if (isEmpty()) {
            return Standing.FREE;
        }
        if (refusedNanos(print) > 0) {
            return Standing.REFUSED;
        }
        if (wasRefused(print)) {
            return Standing.RELEASED;
        }
        boolean alone = heldAgainst(exact, print.exact()).crashes() > 0
                || heldAgainst(kinds, print.kind()).crashes() >= CRASHES_MAX;
        return alone ? Standing.SUSPECT : Standing.FREE;
    }

    private boolean wasRefused(Print print) {
        return heldAgainst(exact, print.exact()).wasRefused()
                || heldAgainst(kinds, print.kind()).wasRefused()
                || (!isProven(print.kind())
                        && heldAgainst(tenants, print.kind().tenant()).wasRefused());
    }

    /** Whether its kind was answered of late, so that nobody has to fear it. */
    public boolean isProven(Print print) {
        return isProven(print.kind());
    }

    /** Until it is let go, at least 1; 0 when it is not refused. */
    public long refusedSeconds(Print print) {
        long nanos = refusedNanos(print);
        return nanos == 0 ? 0 : Math.max(1, TimeUnit.NANOSECONDS.toSeconds(nanos));
    }

    private long refusedNanos(Print print) {
        long now = nanoClock.getAsLong();
        long ofTenant = isProven(print.kind())
                ? 0
                : heldAgainst(tenants, print.kind().tenant()).refusedNanos(now);
        return Math.max(
                ofTenant,
                Math.max(
                        heldAgainst(exact, print.exact()).refusedNanos(now),
                        heldAgainst(kinds, print.kind()).refusedNanos(now)));
    }

    /** A cell has answered it, whatever it said, and lives. */
    public void answered(Print print) {
        if (!isProven(print.kind())) {
            proven.put(print.kind(), true);
        }
        if (!isEmpty()) {
            exact.invalidate(print.exact());
            kinds.invalidate(print.kind());
        }
    }

    /**
     * A cell crashed.
     *
     * @param there the requests that it had got and not answered
     */
    public Finding crashed(Collection<Print> there) {
        Set<Print> standingOut = new HashSet<>();
        Set<Kind> theirKinds = new HashSet<>();
        Set<String> theirTenants = new HashSet<>();
        for (Print print : there) {
            if (standsOut(print)) {
                standingOut.add(print);
                theirKinds.add(print.kind());
                theirTenants.add(print.kind().tenant());
            }
        }
        Finding finding = Finding.ALL_SUSPECT;
        if (theirTenants.size() == 1) {
            boolean refused = false;
            for (Kind kind : theirKinds) {
                refused |= blame(kinds, kind, CRASHES_OF_KIND_MAX);
            }
            refused |= blame(tenants, theirTenants.iterator().next(), CRASHES_OF_TENANT_MAX);
            if (standingOut.size() == 1) {
                refused |= blame(exact, standingOut.iterator().next().exact(), CRASHES_MAX);
            }
            finding = refused ? Finding.REFUSED : Finding.BLAMED;
        } else if (!theirTenants.isEmpty()) {
            finding = Finding.UNCLEAR;
        }
        // From now on, each of them goes alone.
        (standingOut.isEmpty() ? there : standingOut).forEach(this::suspect);
        return finding;
    }

    private boolean standsOut(Print print) {
        return heldAgainst(exact, print.exact()).crashes() > 0
                || heldAgainst(kinds, print.kind()).crashes() > 0
                || !isProven(print.kind());
    }

    private boolean isProven(Kind kind) {
        return proven.getIfPresent(kind) != null;
    }

    private void suspect(Print print) {
        // Not added to: to have been there with others proves nothing more.
        exact.asMap().putIfAbsent(print.exact(), Suspicion.NONE.oneMore());
        kinds.asMap().putIfAbsent(print.kind(), Suspicion.NONE.oneMore());
    }

    private <K> boolean blame(Cache<K, Suspicion> where, K whom, int crashesMax) {
        Suspicion now = heldAgainst(where, whom).oneMore();
        boolean refused = now.crashes() >= crashesMax;
        where.put(whom, refused ? now.refused(nanoClock.getAsLong(), FIRST_TERM.toNanos(), TERMS_MAX) : now);
        return refused;
    }

    private static <K> Suspicion heldAgainst(Cache<K, Suspicion> where, K whom) {
        Suspicion known = where.getIfPresent(whom);
        return known == null ? Suspicion.NONE : known;
    }
}

package dev.cellmesh.runtime.cell;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.cellmesh.model.TenantId;
import dev.cellmesh.model.consistency.RingId;
import dev.cellmesh.runtime.idempotency.Keyed;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Which answers has this cell given lately, so that a repeated request costs no database? Answers of an earlier writer epoch are
 * forgotten: what a deposed writer had acknowledged may be lost, and only the database knows.
 */
final class AnswerCache {
    private static final Duration KEPT_MAX = Duration.ofHours(24);
    /** Some ten thousand answers of a kilobyte, in each cell. */
    private static final long BYTES_MAX = 16L << 20;
    /** Of an entry without its body: key, fingerprint, positions, and the cache's own. */
    private static final int ENTRY_BYTES = 512;

    /** A key is unique in its ring alone: the same one may stand for a write at home and for another of the whole mesh. */
    private record Key(RingId ring, TenantId tenant, String key) {}

    private record Entry(long epoch, StoredAnswer answer) {}

    private final Cache<Key, Entry> answers;

    AnswerCache(LongSupplier nanoClock) {
        answers = Caffeine.newBuilder()
                .maximumWeight(BYTES_MAX)
                .weigher((Key key, Entry entry) ->
                        ENTRY_BYTES + key.key().length() + entry.answer().body().length())
                .expireAfterWrite(KEPT_MAX)
                .ticker(nanoClock::getAsLong)
                // Its upkeep is short, and the event loop is the only one that uses it.
                .executor(Runnable::run)
                .build();
    }

    Optional<StoredAnswer> find(RingId ring, Keyed keyed, long epoch) {
        return Optional.ofNullable(answers.getIfPresent(new Key(ring, keyed.tenant(), keyed.key())))
                .filter(entry -> entry.epoch() == epoch)
                .map(Entry::answer);
    }

    void put(RingId ring, Keyed keyed, long epoch, StoredAnswer answer) {
        answers.put(new Key(ring, keyed.tenant(), keyed.key()), new Entry(epoch, answer));
    }
}

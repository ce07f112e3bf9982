package dev.cellmesh.runtime.cell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.TenantId;
import dev.cellmesh.model.consistency.RingId;
import dev.cellmesh.runtime.idempotency.Fingerprint;
import dev.cellmesh.runtime.idempotency.Keyed;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AnswerCacheTest {
    private static final RingId HOME = RingId.of(new Region("us-east1"));
    private static final Fingerprint ONE = Fingerprint.of(new byte[] {1});
    private static final Fingerprint OTHER = Fingerprint.of(new byte[] {2});

    private final AtomicLong nanos = new AtomicLong();
    private final AnswerCache cache = new AnswerCache(nanos::get);

    private static Keyed keyed(String tenant, String key) {
        return new Keyed(new TenantId(tenant), key, ONE);
    }

    private static StoredAnswer answer(Fingerprint fingerprint, int bytes) {
        return new StoredAnswer(fingerprint, 201, Buffer.buffer(new byte[bytes]), List.of(), Optional.empty());
    }

    @Test
    void anAnswerIsFoundByTenantAndKey() {
        StoredAnswer answer = answer(ONE, 10);
        cache.put(HOME, keyed("acme", "k"), 3, answer);
        assertThat(cache.find(HOME, keyed("acme", "k"), 3)).containsSame(answer);
        assertThat(cache.find(HOME, keyed("globex", "k"), 3)).isEmpty();
        assertThat(cache.find(HOME, keyed("acme", "l"), 3)).isEmpty();
    }

    @Test
    void theSameKeyOfTwoRingsHasTwoAnswers() {
        StoredAnswer atHome = answer(ONE, 10);
        StoredAnswer ofTheMesh = answer(OTHER, 10);
        cache.put(HOME, keyed("acme", "k"), 3, atHome);
        cache.put(RingId.GLOBAL, keyed("acme", "k"), 3, ofTheMesh);
        assertThat(cache.find(HOME, keyed("acme", "k"), 3)).containsSame(atHome);
        assertThat(cache.find(RingId.GLOBAL, keyed("acme", "k"), 3)).containsSame(ofTheMesh);
    }

    @Test
    void anotherRequestWithTheSameKeyFindsTheFirstAnswerAndCanTell() {
        cache.put(HOME, keyed("acme", "k"), 3, answer(ONE, 10));
        Keyed another = new Keyed(new TenantId("acme"), "k", OTHER);
        assertThat(cache.find(HOME, another, 3).orElseThrow().fingerprint()).isEqualTo(ONE);
    }

    @Test
    void whatAnEarlierWriterAnsweredIsForgotten() {
        cache.put(HOME, keyed("acme", "k"), 3, answer(ONE, 10));
        assertThat(cache.find(HOME, keyed("acme", "k"), 4)).isEmpty();
        StoredAnswer later = answer(ONE, 11);
        cache.put(HOME, keyed("acme", "k"), 4, later);
        assertThat(cache.find(HOME, keyed("acme", "k"), 4)).containsSame(later);
        assertThat(cache.find(HOME, keyed("acme", "k"), 3)).isEmpty();
    }

    @Test
    void itIsKeptForADayFromItsAnswerOn() {
        cache.put(HOME, keyed("acme", "k"), 3, answer(ONE, 10));
        nanos.addAndGet(TimeUnit.HOURS.toNanos(24) - 1);
        assertThat(cache.find(HOME, keyed("acme", "k"), 3))
                .as("asking does not prolong it")
                .isPresent();
        nanos.incrementAndGet();
        assertThat(cache.find(HOME, keyed("acme", "k"), 3)).isEmpty();
    }

    @Test
    void allOfThemTogetherStayWithinTheirBytes() {
        int bytes = 1 << 20;
        for (int i = 0; i < 64; i++) {
            cache.put(HOME, keyed("acme", "k" + i), 3, answer(ONE, bytes));
        }
        long kept = 0;
        for (int i = 0; i < 64; i++) {
            kept += cache.find(HOME, keyed("acme", "k" + i), 3)
                    .map(each -> (long) each.body().length())
                    .orElse(0L);
        }
        assertThat(kept).isBetween((long) bytes, 16L << 20);
    }

    @Test
    void oneThatIsLargerThanAllMayBeIsNotKept() {
        cache.put(HOME, keyed("acme", "k"), 3, answer(ONE, 17 << 20));
        assertThat(cache.find(HOME, keyed("acme", "k"), 3)).isEmpty();
    }
}

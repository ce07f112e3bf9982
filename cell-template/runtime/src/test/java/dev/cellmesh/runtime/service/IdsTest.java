package dev.cellmesh.runtime.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class IdsTest {
    private final AtomicLong millis = new AtomicLong(1_795_000_000_000L);
    private final Ids ids = new Ids(() -> Instant.ofEpochMilli(millis.get()), new Random(9));

    @Test
    void anIdIsAVersion7WithItsTimeInFront() {
        UUID id = ids.next();
        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(millis.get());
    }

    @Test
    void laterIdsSortBehindEarlierOnes() {
        String before = ids.next().toString();
        millis.incrementAndGet();
        assertThat(ids.next().toString()).isGreaterThan(before);
    }

    @Test
    void idsOfOneMillisecondDiffer() {
        Set<UUID> all = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            all.add(ids.next());
        }
        assertThat(all).hasSize(10_000);
    }
}

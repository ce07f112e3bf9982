package dev.cellmesh.runtime.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.TenantId;
import dev.cellmesh.model.consistency.Position;
import dev.cellmesh.model.consistency.Position.ClockPosition;
import dev.cellmesh.model.consistency.Position.Snapshot;
import dev.cellmesh.model.consistency.Position.WalPosition;
import dev.cellmesh.model.consistency.RingId;
import dev.cellmesh.model.consistency.Seen;
import dev.cellmesh.model.merge.HybridTimestamp;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class WriteTokenCodecTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final RingId RING = RingId.of(new Region("us-east1"));

    private final WriteTokenCodec codec = new WriteTokenCodec("secret");

    @Property
    void everyLogPositionComesBack(
            @ForAll @IntRange(min = 1) int timeline,
            @ForAll long lsn,
            @ForAll @LongRange(min = 0) long next,
            @ForAll Set<Long> running) {
        Snapshot snapshot = Snapshot.bounded(
                next, running.stream().mapToLong(Long::longValue).filter(each -> each >= 0));
        for (Optional<Snapshot> each : List.of(Optional.<Snapshot>empty(), Optional.of(snapshot))) {
            Seen seen = Seen.of(new WalPosition(RING, timeline, lsn, each))
                    .and(new WalPosition(RingId.GLOBAL, 1, lsn / 2, each));
            assertThat(codec.decode(ACME, codec.encode(ACME, seen))).contains(seen);
        }
    }

    @Test
    void aClockPositionComesBackExactly() {
        Seen seen = Seen.of(new ClockPosition(RingId.GLOBAL, new BigDecimal("1795000000000000000.0000000012")));
        assertThat(codec.decode(ACME, codec.encode(ACME, seen))).contains(seen);
        assertThat(codec.decode(ACME, codec.encode(ACME, Seen.NOTHING))).contains(Seen.NOTHING);
    }

    @Property
    void theClockComesBack(
            @ForAll @LongRange(min = 0, max = HybridTimestamp.WALL_MILLIS_MAX) long wallMillis,
            @ForAll @IntRange(min = 0, max = HybridTimestamp.LOGICAL_MAX) int logical) {
        Seen seen = Seen.of(new WalPosition(RING, 1, 5)).at(new HybridTimestamp(wallMillis, logical));
        assertThat(codec.decode(ACME, codec.encode(ACME, seen))).contains(seen);
    }

    @Test
    void oneSecretAndOneTenantOnly() {
        String token = codec.encode(ACME, Seen.of(new WalPosition(RING, 1, 77)));
        assertThat(codec.decode(new TenantId("bolt"), token)).isEmpty();
        assertThat(new WriteTokenCodec("other").decode(ACME, token)).isEmpty();
    }

    @Test
    void everyChangedCharacterIsSeen() {
        String token = codec.encode(ACME, Seen.of(new WalPosition(RING, 1, 77)));
        // The last character of a part carries spare bits only; all others count.
        for (int i = 0; i < token.length() - 1; i++) {
            char other = token.charAt(i) == 'A' ? 'B' : 'A';
            assertThat(codec.decode(ACME, token.substring(0, i) + other + token.substring(i + 1)))
                    .as("at " + i)
                    .isEmpty();
        }
    }

    @Test
    void garbageIsNoToken() {
        for (String garbage :
                new String[] {"", ".", "..", "2..", "2.a.b", "2.!.!", "1.a.b", "2" + "x".repeat(10_000)}) {
            assertThat(codec.decode(ACME, garbage)).isEmpty();
            assertThat(codec.decodeAll(ACME, garbage)).isEmpty();
        }
    }

    @Property
    void bytesThatAreNotOursAreRefusedAndNothingElse(@ForAll byte[] bytes) {
        try {
            SeenBytes.read(bytes);
        } catch (IllegalArgumentException expected) {
            assertThat(expected).isNotNull();
        }
    }

    @Test
    void severalTokensAreOneView() {
        Position home = new WalPosition(RING, 1, 77);
        Position later = new WalPosition(RING, 1, 78);
        Position global = new WalPosition(RingId.GLOBAL, 1, 5);
        String header = codec.encode(ACME, Seen.of(home)) + ", " + codec.encode(ACME, Seen.of(global)) + ","
                + codec.encode(ACME, Seen.of(later));
        assertThat(codec.decodeAll(ACME, header)).contains(Seen.of(later).and(global));
        assertThat(codec.decodeAll(ACME, header + ",")).isEmpty();
        assertThat(codec.decodeAll(ACME, header + "," + codec.encode(new TenantId("bolt"), Seen.of(home))))
                .isEmpty();
    }

    @Test
    void ofSeveralTokensThereIsAnEnd() {
        String token = codec.encode(ACME, Seen.of(new WalPosition(RING, 1, 77)));
        List<String> tokens = Collections.nCopies(WriteTokenCodec.TOKENS_MAX, token);
        assertThat(codec.decodeAll(ACME, String.join(",", tokens))).isPresent();
        List<String> oneMore = new ArrayList<>(tokens);
        oneMore.add(token);
        assertThat(codec.decodeAll(ACME, String.join(",", oneMore))).isEmpty();
    }

    @Test
    void threeRingsAreShort() {
        Seen seen = Seen.NOTHING;
        for (String region : List.of("us-east1", "europe-west1", "asia-southeast1")) {
            Snapshot snapshot =
                    Snapshot.bounded(5_000_000, LongStream.range(0, 10).map(i -> 4_999_000 + 97 * i));
            seen = seen.and(new WalPosition(RingId.of(new Region(region)), 3, 0x16_0000_0000L, Optional.of(snapshot)));
        }
        assertThat(codec.encode(ACME, seen).length()).isLessThan(400);
    }

    @Test
    void whatDoesNotFitDemandsMore() {
        Seen seen = Seen.NOTHING;
        for (int region = 0; region < 20; region++) {
            Snapshot snapshot =
                    Snapshot.bounded(1L << 50, LongStream.range(1, 33).map(i -> i << 44));
            RingId ring = RingId.of(new Region("region-with-quite-a-long-name-" + region));
            seen = seen.and(new WalPosition(ring, 3, 1L << 50, Optional.of(snapshot)));
        }
        String token = codec.encode(ACME, seen);
        assertThat(token.length()).isLessThanOrEqualTo(WriteTokenCodec.LENGTH_MAX);
        Seen back = codec.decode(ACME, token).orElseThrow();
        assertThat(back.merge(seen)).isEqualTo(back);
        assertThat(back.positions()).hasSize(20);
    }
}

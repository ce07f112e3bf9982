package dev.cellmesh.runtime.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.Region;
import dev.cellmesh.model.TenantId;
import dev.cellmesh.model.consistency.Position;
import dev.cellmesh.model.consistency.Position.ClockPosition;
import dev.cellmesh.model.consistency.Position.WalPosition;
import dev.cellmesh.model.consistency.RingId;
import java.math.BigDecimal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class WriteTokenCodecTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final RingId RING = RingId.of(new Region("us-east1"));

    private final WriteTokenCodec codec = new WriteTokenCodec("secret");

    @Property
    void everyLogPositionComesBack(@ForAll @IntRange(min = 1) int timeline, @ForAll long lsn) {
        Position position = new WalPosition(RING, timeline, lsn);
        assertThat(codec.decode(ACME, codec.encode(ACME, position))).contains(position);
    }

    @Test
    void aClockPositionComesBackExactly() {
        Position position = new ClockPosition(RingId.GLOBAL, new BigDecimal("1795000000000000000.0000000012"));
        assertThat(codec.decode(ACME, codec.encode(ACME, position))).contains(position);
    }

    @Test
    void oneSecretAndOneTenantOnly() {
        String token = codec.encode(ACME, new WalPosition(RING, 1, 77));
        assertThat(codec.decode(new TenantId("bolt"), token)).isEmpty();
        assertThat(new WriteTokenCodec("other").decode(ACME, token)).isEmpty();
    }

    @Test
    void everyChangedCharacterIsSeen() {
        String token = codec.encode(ACME, new WalPosition(RING, 1, 77));
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
        for (String garbage : new String[] {"", ".", "..", "1..", "1.a.b", "1.!.!", "2" + "x".repeat(10_000)}) {
            assertThat(codec.decode(ACME, garbage)).isEmpty();
        }
    }
}

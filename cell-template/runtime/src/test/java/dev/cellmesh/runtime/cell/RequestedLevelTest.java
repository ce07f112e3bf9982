package dev.cellmesh.runtime.cell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.consistency.Position;
import dev.cellmesh.model.consistency.Position.WalPosition;
import dev.cellmesh.model.consistency.ReadLevel;
import dev.cellmesh.model.consistency.RingId;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestedLevelTest {
    private static final Position SEEN = new WalPosition(RingId.GLOBAL, 1, 5);

    private static ReadLevel parse(String header) {
        return RequestedLevel.parse(header, Optional.of(SEEN)).orElseThrow();
    }

    @Test
    void theFourForms() {
        assertThat(parse("strong")).isEqualTo(ReadLevel.STRONG);
        assertThat(parse("eventual")).isEqualTo(ReadLevel.EVENTUAL);
        assertThat(parse("session")).isEqualTo(new ReadLevel.Session(SEEN));
        assertThat(parse("bounded; max-staleness=2s")).isEqualTo(new ReadLevel.Bounded(Duration.ofSeconds(2)));
        assertThat(parse("bounded;max-staleness=250ms")).isEqualTo(new ReadLevel.Bounded(Duration.ofMillis(250)));
    }

    @Test
    void aSessionThatHasSeenNothingIsStrong() {
        assertThat(RequestedLevel.parse("session", Optional.empty())).contains(ReadLevel.STRONG);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Strong",
                "bounded",
                "bounded; max-staleness=0s",
                "bounded; max-staleness=2",
                "none",
                "strong;x=1"
            })
    void anythingElseIsMalformed(String header) {
        assertThat(RequestedLevel.parse(header, Optional.of(SEEN))).isEmpty();
    }

    @Test
    void aClientMayStrengthenAndWeakensNothing() {
        assertThat(RequestedLevel.served(Optional.of(ReadLevel.EVENTUAL), ReadLevel.STRONG))
                .isEqualTo(ReadLevel.STRONG);
        assertThat(RequestedLevel.served(Optional.of(ReadLevel.STRONG), ReadLevel.EVENTUAL))
                .isEqualTo(ReadLevel.STRONG);
        assertThat(RequestedLevel.served(Optional.empty(), ReadLevel.EVENTUAL)).isEqualTo(ReadLevel.EVENTUAL);
    }
}

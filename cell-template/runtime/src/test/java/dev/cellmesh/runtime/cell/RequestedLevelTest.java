package dev.cellmesh.runtime.cell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.profile.Level;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestedLevelTest {
    private static Level parse(String header) {
        return RequestedLevel.parse(header, true).orElseThrow();
    }

    @Test
    void theForms() {
        assertThat(parse("strong")).isEqualTo(Level.STRONG);
        assertThat(parse("causal")).isEqualTo(Level.CAUSAL);
        assertThat(parse("session")).isEqualTo(Level.SESSION);
        assertThat(parse("eventual")).isEqualTo(Level.EVENTUAL);
        assertThat(parse("bounded; max-staleness=2s")).isEqualTo(Level.bounded(Duration.ofSeconds(2)));
        assertThat(parse("bounded;max-staleness=250ms")).isEqualTo(Level.bounded(Duration.ofMillis(250)));
    }

    @Test
    void whoAsksForASessionAndTellsNothingOfItGetsTheStrongAnswer() {
        assertThat(RequestedLevel.parse("session", false)).contains(Level.STRONG);
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
        assertThat(RequestedLevel.parse(header, true)).isEmpty();
    }
}

package dev.cellmesh.load.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TerminalTest {
    @Test
    void aTerminalIsLiveAndColoured() {
        assertThat(Terminal.of(true, Map.of("TERM", "xterm"), "0:24 132")).isEqualTo(new Terminal(true, 132, true));
    }

    @Test
    void aPipeIsNeither() {
        assertThat(Terminal.of(false, Map.of("TERM", "xterm"), ""))
                .isEqualTo(new Terminal(false, Terminal.WIDTH_USUAL, false));
    }

    @Test
    void noColorIsHonouredWhenItIsNotEmpty() {
        assertThat(Terminal.of(true, Map.of("TERM", "xterm", "NO_COLOR", "1"), "0:24 80"))
                .isEqualTo(new Terminal(true, 80, false));
        assertThat(Terminal.of(true, Map.of("TERM", "xterm", "NO_COLOR", ""), "0:24 80")
                        .colour())
                .isTrue();
    }

    @Test
    void aDumbTerminalIsNotDrawnOver() {
        assertThat(Terminal.of(true, Map.of("TERM", "dumb"), "0:24 80")).isEqualTo(new Terminal(false, 80, false));
        assertThat(Terminal.of(true, Map.of(), "0:24 80").live()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "60,0:24 80,60",
        "'',0:24 80,80",
        "abc,0:24 80,80",
        "'',0:24 0,100",
        "'',1:,100",
        "3,'',20",
        "9999,'',400"
    })
    void theWidthIsWhatIsSaidWithinReason(String columns, String size, int width) {
        assertThat(Terminal.of(true, Map.of("TERM", "xterm", "COLUMNS", columns), size)
                        .width())
                .isEqualTo(width);
    }
}

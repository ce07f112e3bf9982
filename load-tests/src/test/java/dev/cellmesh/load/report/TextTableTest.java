package dev.cellmesh.load.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.load.report.TextTable.Cell;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TextTableTest {
    private static TextTable table() {
        return new TextTable()
                .words("name")
                .numbers("n", "much\nmore")
                .words("note")
                .row(Cell.of("a"), Cell.of("1"), Cell.of("22"), Cell.of("short"))
                .heading("part")
                .row(Cell.of("bcd"), Cell.of("1,000"), new Cell("3", Ink.BAD), Cell.of("some words that wrap"));
    }

    @Test
    void numbersStandRightAndWordsLeft() {
        assertThat(table().lines(80, false))
                .containsExactly(
                        "             much",
                        "name      n  more  note",
                        "a         1    22  short",
                        "part",
                        "bcd   1,000     3  some words that wrap");
    }

    @Test
    void wordsWrapWhenThereIsNoRoom() {
        assertThat(table().lines(27, false))
                .containsExactly(
                        "           much",
                        "name     n more note",
                        "a        1   22 short",
                        "part",
                        "bcd  1,000    3 some words",
                        "                that wrap");
    }

    @Test
    void columnsWithoutRoomFollowBelowWithTheirNames() {
        List<String> lines = table().lines(14, false);
        assertThat(lines).allMatch(line -> line.length() <= 14);
        assertThat(lines.stream().filter(line -> line.startsWith("bcd"))).hasSize(3);
        assertThat(String.join(" ", lines)).contains("1,000", " 22", "short", "some");
    }

    @Test
    void aColumnThatSaysNothingIsLeftOut() {
        assertThat(new TextTable()
                        .words("name", "note")
                        .row(Cell.of("a"), Cell.of(""))
                        .lines(80, false))
                .containsExactly("name", "a");
    }

    @Test
    void colourDoesNotMoveWhatFollows() {
        assertThat(table().lines(80, true).getLast())
                .isEqualTo("bcd   1,000     \u001b[1;31m3\u001b[0m  some words that wrap");
    }
}

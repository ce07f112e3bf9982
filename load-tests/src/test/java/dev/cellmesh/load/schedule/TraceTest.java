package dev.cellmesh.load.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceTest {
    @TempDir
    Path folder;

    @Test
    void offsetsHaveManyUnits() throws TraceException {
        Trace trace = parse("0,a", "0.0000000019,b", "250us,a", "1.5 ms,c", "0.25,a", "1s,b", "1000000001ns,a");
        assertThat(offsets(trace))
                .containsExactly(0L, 1L, 250_000L, 1_500_000L, 250_000_000L, 1_000_000_000L, 1_000_000_001L);
        assertThat(trace.requests()).containsExactly("a", "b", "c");
    }

    @Test
    void whatAScheduleMadeIsReplayedAsItWas() throws TraceException, IOException {
        List<Long> recorded = Models.all(new PoissonProcess(300, Duration.ofSeconds(10)), 7);
        StringBuilder text = new StringBuilder("offset,request\n");
        for (int i = 0; i < recorded.size(); i++) {
            text.append(recorded.get(i))
                    .append("ns,")
                    .append(i % 3 == 0 ? "write" : "read")
                    .append('\n');
        }
        Path file = folder.resolve("trace.csv");
        Files.writeString(file, text);

        Arrivals arrivals = new Replay(Trace.read(file), 1).arrivals(99);
        for (int i = 0; i < recorded.size(); i++) {
            assertThat(arrivals.operation())
                    .isEqualTo(i == 0 ? Optional.empty() : Optional.of((i - 1) % 3 == 0 ? "write" : "read"));
            assertThat(arrivals.nextNanos()).isEqualTo(recorded.get(i));
        }
        assertThat(arrivals.nextNanos()).isEqualTo(Arrivals.END);
    }

    @Test
    void speedShortensEveryGap() throws TraceException {
        Trace trace = parse("0,a", "1,a", "3,a");
        assertThat(Models.all(new Replay(trace, 2), 0)).containsExactly(0L, 500_000_000L, 1_500_000_000L);
        assertThatThrownBy(() -> new Replay(trace, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void eachProblemHasItsLine() {
        TraceException problems =
                problems("# a comment\n\noffset,request\n0.5,a\nx,a\n0.4,a\n0.6\n0.7,\n-1,a\n0.8,a,b\n8e9,a\n");
        assertThat(problems.problems()).hasSize(7);
        assertThat(problems.problems().stream().map(problem -> problem.split(":")[1]))
                .containsExactly("5", "6", "7", "8", "9", "10", "11");
    }

    @Test
    void theHeaderIsNeeded() {
        assertThat(problems("0,a\n1,b\n").problems()).hasSize(1);
        assertThat(problems("offset,request\n").problems()).hasSize(1);
        assertThat(problems("").problems()).hasSize(1);
    }

    @Test
    void problemsAreBounded() {
        assertThat(problems("offset,request\n" + "x,y\n".repeat(1000)).problems())
                .hasSize(20);
    }

    @Test
    void rowsAreBounded() throws TraceException {
        String full = "offset,request\n" + "0,a\n".repeat(2000);
        assertThat(Trace.parse("trace", full, 2000).size()).isEqualTo(2000);
        TraceException refused =
                catchThrowableOfType(TraceException.class, () -> Trace.parse("trace", full + "0,a\n1,b\n", 2000));
        assertThat(refused.problems()).hasSize(1);
    }

    @Test
    void whatIsNoTextIsRefused() throws IOException {
        Path file = folder.resolve("binary.csv");
        Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});
        assertThatThrownBy(() -> Trace.read(file)).isInstanceOf(TraceException.class);
        assertThatThrownBy(() -> Trace.read(folder.resolve("none.csv"))).isInstanceOf(TraceException.class);
    }

    private static Trace parse(String... lines) throws TraceException {
        return Trace.parse("trace", "offset,request\n" + String.join("\n", lines));
    }

    private static TraceException problems(String text) {
        return catchThrowableOfType(TraceException.class, () -> Trace.parse("trace", text));
    }

    private static List<Long> offsets(Trace trace) {
        List<Long> offsets = new ArrayList<>();
        for (int i = 0; i < trace.size(); i++) {
            offsets.add(trace.offsetNanos(i));
        }
        return offsets;
    }
}

package dev.cellmesh.load.record;

import static dev.cellmesh.load.record.Samples.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HlogTest {
    private static final Series SERIES = new Series("steady", "read", "eu-central1", "all");
    private static final Instant STARTED = Instant.parse("2026-11-21T12:34:56.789Z");

    @TempDir
    Path folder;

    @Provide
    Arbitrary<List<Sample>> samples() {
        return Samples.samples();
    }

    @Property(tries = 25)
    void whatIsReadIsWhatWasWritten(@ForAll("samples") List<Sample> samples, @ForAll boolean dated) throws IOException {
        Path made = Files.createTempDirectory("hlog");
        try {
            for (long interval : new long[] {SECOND, 10_000_000, 70_000_000, 4 * SECOND}) {
                Recording recording = Samples.record(samples, interval);
                Hlog.write(made, recording, dated ? STARTED : Instant.EPOCH);
                assertThat(Hlog.read(made)).isEqualTo(recording);
            }
        } finally {
            delete(made);
        }
    }

    @Property(tries = 60)
    void theMergeOfPartsIsTheWhole(
            @ForAll("samples") List<Sample> samples, @ForAll @IntRange(min = 1, max = 5) int parts) {
        List<List<Sample>> dealt = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            dealt.add(new ArrayList<>());
        }
        for (int i = 0; i < samples.size(); i++) {
            dealt.get((i * 7 + i / 3) % parts).add(samples.get(i));
        }
        Recording whole = Samples.record(samples, SECOND);
        Recording merged = Recordings.merge(
                dealt.stream().map(part -> Samples.record(part, SECOND)).toList());
        assertThat(merged.cells()).isEqualTo(whole.cells());
        assertThat(merged.timeline()).isEqualTo(whole.timeline());
        assertThat(merged.generator()).isEqualTo(new Recording.Generator(samples.size(), 0, 0, 0, parts));
    }

    @Property(tries = 30)
    void aCoarserOneMakesTheMergeAsCoarse(@ForAll("samples") List<Sample> samples) {
        List<Sample> twice = new ArrayList<>(samples);
        twice.addAll(samples);
        assertThat(Recordings.merge(List.of(Samples.record(samples, SECOND), Samples.record(samples, 4 * SECOND)))
                        .timeline())
                .isEqualTo(Samples.record(twice, 4 * SECOND).timeline());
    }

    @Test
    void theMergesPercentileIsThatOfAllSamples() {
        Recording fast = Samples.record(latencies(900, 1_000_000), SECOND);
        Recording slow = Samples.record(latencies(100, 100_000_000), SECOND);
        Recording merged = Recordings.merge(List.of(fast, slow));
        Histogram latency = merged.cells().get(key()).latency();
        assertThat(latency.getValueAtPercentile(90)).isLessThan(1_100_000);
        assertThat(latency.getValueAtPercentile(90.5)).isGreaterThan(99_000_000);
    }

    @Test
    void intervalsThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> Recordings.merge(List.of(Recording.empty(2 * SECOND), Recording.empty(3 * SECOND))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Recordings.merge(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void otherToolsReadTheLogsToo() throws IOException {
        Hlog.write(folder, Samples.record(latencies(100, 5_000_000), SECOND), STARTED);
        List<String> lines = Files.readAllLines(folder.resolve("latency.hlog"));
        assertThat(lines).contains("#[Histogram log format version 1.3]");
        assertThat(lines).anyMatch(line -> line.startsWith("Tag=steady/read/eu-central1/all/SUCCESS/200,0.000,1.000,"));
        HistogramLogReader reader =
                new HistogramLogReader(folder.resolve("latency.hlog").toFile());
        Histogram histogram = (Histogram) reader.nextIntervalHistogram();
        assertThat(histogram.getTotalCount()).isEqualTo(100);
        assertThat(histogram.getEndTimeStamp() - histogram.getStartTimeStamp()).isBetween(999L, 1001L);
        assertThat(reader.getStartTimeSec() * 1000)
                .isBetween(STARTED.toEpochMilli() - 1.0, STARTED.toEpochMilli() + 1.0);
    }

    @Test
    void aDamagedLogIsNoticed() throws IOException {
        Recording recording = Samples.record(latencies(100, 5_000_000), SECOND);
        Hlog.write(folder, recording);
        Path log = folder.resolve("service.hlog");
        List<String> lines = Files.readAllLines(log);
        Files.write(log, lines.subList(0, lines.size() - 1));
        assertThatThrownBy(() -> Hlog.read(folder)).isInstanceOf(IOException.class);

        String last = lines.getLast();
        List<String> broken = new ArrayList<>(lines.subList(0, lines.size() - 1));
        broken.add(last.substring(0, last.length() - 12));
        Files.write(log, broken);
        assertThatThrownBy(() -> Hlog.read(folder)).isInstanceOf(IOException.class);

        Hlog.write(folder, recording);
        Files.delete(folder.resolve("lag.hlog"));
        assertThatThrownBy(() -> Hlog.read(folder)).isInstanceOf(IOException.class);

        Hlog.write(folder, recording);
        Files.writeString(folder.resolve(Hlog.COUNTERS), "{\"version\":2}");
        assertThatThrownBy(() -> Hlog.read(folder)).isInstanceOf(IOException.class);
        Files.writeString(folder.resolve(Hlog.COUNTERS), "not json", StandardCharsets.UTF_8);
        assertThatThrownBy(() -> Hlog.read(folder)).isInstanceOf(IOException.class);
    }

    @Test
    void whatWouldBeLostIsNotWritten() {
        Recording whole = Samples.record(latencies(10, 5_000_000), SECOND);
        Recording withoutTimeline =
                new Recording(whole.cells(), new TreeMap<>(), whole.intervalNanos(), whole.generator());
        assertThatThrownBy(() -> Hlog.write(folder, withoutTimeline)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void tagsOfDifferentKeysDiffer() {
        Map<String, Recording.Key> keys = new HashMap<>();
        List<String> names = List.of("a", "a/b", "a,b", "a b", "a+b", "%2F", "", "ä");
        for (String first : names) {
            for (String second : names) {
                Recording.Key key = new Recording.Key(new Series(first, second, "-", "g"), Outcome.SHED, 503);
                assertThat(keys.put(Tag.of(key), key)).isNull();
                assertThat(Tag.parse(Tag.of(key))).isEqualTo(key);
                assertThat(Tag.of(key)).doesNotContainAnyWhitespaces().doesNotContain(",");
            }
        }
        assertThatThrownBy(() -> Tag.parse("a/b/c")).isInstanceOf(IllegalArgumentException.class);
    }

    private static Recording.Key key() {
        return new Recording.Key(SERIES, Outcome.SUCCESS, 200);
    }

    private static List<Sample> latencies(int number, long latencyNanos) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            samples.add(Samples.sample(SERIES, Outcome.SUCCESS, i * 1_000_000L, latencyNanos, 0));
        }
        return samples;
    }

    private static void delete(Path folder) throws IOException {
        for (String file : Hlog.files()) {
            Files.deleteIfExists(folder.resolve(file));
        }
        Files.delete(folder);
    }
}

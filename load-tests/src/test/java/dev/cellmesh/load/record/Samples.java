package dev.cellmesh.load.record;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Samples of every kind, and the histogram of them in the plainest way. */
final class Samples {
    static final long START = -5_000_000_000L;
    static final long SECOND = 1_000_000_000L;

    private Samples() {}

    static Sample sample(Series series, Outcome outcome, long endOffsetNanos, long latency, long lag) {
        long end = START + endOffsetNanos;
        return new Sample(series, outcome, 200, end - latency, end - latency + lag, end, 1, -1);
    }

    static Recording record(List<Sample> samples, long intervalNanos) {
        Recorder recorder = new Recorder(START, intervalNanos);
        samples.forEach(sample -> {
            recorder.arrived();
            recorder.record(sample);
        });
        return recorder.snapshot();
    }

    /** Names with everything that a log line does not like. */
    static Arbitrary<Series> series() {
        Arbitrary<String> name = Arbitraries.oneOf(
                Arbitraries.of("steady", "a,b", "c d", "e\nf", "g/h", "%2C", "+", "ä€", "Tag=x", "#", "\"", "-"),
                Arbitraries.strings()
                        .ofMaxLength(5)
                        .filter(text -> text.chars().noneMatch(c -> Character.isSurrogate((char) c))));
        return Combinators.combine(name, name, name, name).as(Series::new);
    }

    static Arbitrary<List<Sample>> samples() {
        return series().list()
                .ofMinSize(1)
                .ofMaxSize(4)
                .flatMap(some -> sample(some).list().ofMaxSize(120));
    }

    private static Arbitrary<Sample> sample(List<Series> some) {
        Arbitrary<Long> end = Arbitraries.longs().between(0, 20 * SECOND);
        Arbitrary<Long> latency = Arbitraries.oneOf(
                Arbitraries.longs().between(0, 2000),
                Arbitraries.longs().between(0, 50_000_000),
                Arbitraries.longs().between(-10, Counts.VALUE_MAX + 10));
        Arbitrary<Long> lag = Arbitraries.longs().between(0, 3_000_000);
        Arbitrary<Long> staleness =
                Arbitraries.oneOf(Arbitraries.just(-1L), Arbitraries.longs().between(0, 90_000));
        return Combinators.combine(
                        Arbitraries.of(some),
                        Arbitraries.of(Outcome.class),
                        Arbitraries.of(0, 200, 503),
                        end,
                        latency,
                        lag,
                        Arbitraries.integers().between(1, 4),
                        staleness)
                .as((series, outcome, status, at, took, late, attempts, stale) -> {
                    long ended = START + at;
                    return new Sample(
                            series, outcome, status, ended - took, ended - took + late, ended, attempts, stale);
                });
    }

    /** What the recorder should have made of them, without any of its cleverness. */
    static Map<Recording.Key, List<Sample>> byKey(List<Sample> samples) {
        Map<Recording.Key, List<Sample>> byKey = new TreeMap<>(java.util.Comparator.comparing(Recording.Key::toString));
        samples.forEach(sample -> byKey.computeIfAbsent(
                        new Recording.Key(sample.series(), sample.outcome(), sample.status()), any -> new ArrayList<>())
                .add(sample));
        return byKey;
    }
}

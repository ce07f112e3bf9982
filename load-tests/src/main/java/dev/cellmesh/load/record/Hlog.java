package dev.cellmesh.load.record;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cellmesh.load.record.Recording.Generator;
import dev.cellmesh.load.record.Recording.Measured;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.HdrHistogram.HistogramLogWriter;

/**
 * How does a recording lie on disk? In the standard interval log format of HdrHistogram, version 1.3, one file for each
 * {@link Quantity} ({@code latency.hlog}), a line for each interval and key, the key as the tag; any tool that knows the
 * format can show them. What histograms cannot hold (sendings, what the generators did) stands in {@code counters.json}.
 * What is read is equal to what was written, to the last bucket.
 */
public final class Hlog {
    public static final String COUNTERS = "counters.json";

    private static final int VERSION = 1;
    private static final String TAG = "Tag=";
    private static final int COLUMNS = 5;
    private static final ObjectMapper JSON = new ObjectMapper();

    private Hlog() {}

    /** The file names of a recording. */
    public static List<String> files() {
        List<String> files = new ArrayList<>();
        for (Quantity quantity : Quantity.values()) {
            files.add(file(quantity));
        }
        files.add(COUNTERS);
        return files;
    }

    /** With times that count from the run's start. */
    public static void write(Path folder, Recording recording) throws IOException {
        write(folder, recording, Instant.EPOCH);
    }

    /**
     * @param startedAt so that tools show the time of day
     * @throws IllegalArgumentException when the cells are not what the timeline adds up to: something would be lost
     */
    public static void write(Path folder, Recording recording, Instant startedAt) throws IOException {
        Recording sum = Recording.of(recording.timeline(), recording.intervalNanos(), recording.generator());
        if (!sum.cells().equals(recording.cells())) {
            throw new IllegalArgumentException("the cells of the recording are not the sum of its timeline");
        }
        Files.createDirectories(folder);
        for (Quantity quantity : Quantity.values()) {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(folder.resolve(file(quantity))));
                    PrintStream print = new PrintStream(out, false, StandardCharsets.UTF_8);
                    Encoding encoding = new Encoding()) {
                write(print, encoding, quantity, recording, startedAt);
                if (print.checkError()) {
                    throw new IOException("could not write " + folder.resolve(file(quantity)));
                }
            }
        }
        JSON.writeValue(folder.resolve(COUNTERS).toFile(), counters(recording, startedAt));
    }

    /** @throws IOException when a file is missing, or does not hold what was written */
    public static Recording read(Path folder) throws IOException {
        Counters counters = JSON.readValue(folder.resolve(COUNTERS).toFile(), Counters.class);
        if (counters.version() != VERSION || counters.intervalMillis() < 1) {
            throw new IOException(folder.resolve(COUNTERS) + " is of another version: " + counters.version());
        }
        Map<Cell, Map<Quantity, Counts>> histograms = new HashMap<>();
        for (Quantity quantity : Quantity.values()) {
            Path file = folder.resolve(file(quantity));
            long total;
            try {
                total = read(file, quantity, histograms);
            } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
                throw new IOException(file + " cannot be read: " + e.getMessage(), e);
            }
            if (total != counters.totals().getOrDefault(quantity.word(), 0L)) {
                throw new IOException(file + " holds " + total + " values, and should hold "
                        + counters.totals().get(quantity.word()));
            }
        }
        return assemble(counters, histograms);
    }

    private static void write(
            PrintStream print, Encoding encoding, Quantity quantity, Recording recording, Instant startedAt) {
        HistogramLogWriter writer = new HistogramLogWriter(print);
        writer.outputComment("[cellmesh load: " + quantity.word() + " in "
                + (quantity == Quantity.STALENESS ? "milliseconds" : "nanoseconds") + "]");
        writer.outputLogFormatVersion();
        writer.outputStartTime(startedAt.toEpochMilli());
        writer.outputBaseTime(startedAt.toEpochMilli());
        writer.outputLegend();
        recording.timeline().forEach((offset, interval) -> {
            SortedMap<String, Counts> lines = new TreeMap<>();
            interval.forEach((key, measured) -> lines.put(Tag.of(key), measured.counts(quantity)));
            lines.forEach((tag, counts) -> {
                if (counts.total() > 0) {
                    print.printf(
                            Locale.ROOT,
                            "Tag=%s,%.3f,%.3f,%.3f,%s\n",
                            tag,
                            offset / 1e9,
                            recording.intervalNanos() / 1e9,
                            (double) Encoding.highest(counts.max()) / quantity.perMillisecond(),
                            encoding.encode(counts));
                }
            });
        });
    }

    private static long read(Path file, Quantity quantity, Map<Cell, Map<Quantity, Counts>> histograms)
            throws IOException {
        long total = 0;
        try (BufferedReader lines = Files.newBufferedReader(file);
                Encoding encoding = new Encoding()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("#") || line.startsWith("\"")) {
                    continue;
                }
                List<String> columns = List.of(line.split(",", -1));
                if (columns.size() != COLUMNS || !columns.getFirst().startsWith(TAG)) {
                    throw new IllegalArgumentException("a line is not of this harness");
                }
                Counts counts = encoding.decode(columns.getLast());
                total += counts.total();
                String tag = columns.getFirst().substring(TAG.length());
                long offsetMillis = Math.round(Double.parseDouble(columns.get(1)) * 1000);
                histograms
                        .computeIfAbsent(new Cell(offsetMillis, tag), any -> new EnumMap<>(Quantity.class))
                        .merge(quantity, counts, Counts::plus);
            }
        }
        return total;
    }

    private static Recording assemble(Counters counters, Map<Cell, Map<Quantity, Counts>> histograms)
            throws IOException {
        SortedMap<Long, Map<Recording.Key, Measured>> timeline = new TreeMap<>();
        int used = 0;
        for (Map.Entry<String, List<long[]>> entry : counters.cells().entrySet()) {
            Recording.Key key = Tag.parse(entry.getKey());
            for (long[] numbers : entry.getValue()) {
                if (numbers.length != 4) {
                    throw new IOException(COUNTERS + " needs four numbers for each interval of " + entry.getKey());
                }
                Map<Quantity, Counts> counts = histograms.get(new Cell(numbers[0], entry.getKey()));
                used += counts == null ? 0 : 1;
                timeline.computeIfAbsent(numbers[0] * 1_000_000, any -> new HashMap<>())
                        .put(key, new Measured(counts == null ? Map.of() : counts, numbers[1], numbers[2], numbers[3]));
            }
        }
        if (used != histograms.size()) {
            throw new IOException("the logs hold intervals that " + COUNTERS + " does not know");
        }
        return Recording.of(timeline, counters.intervalMillis() * 1_000_000, counters.generator());
    }

    private static Counters counters(Recording recording, Instant startedAt) {
        SortedMap<String, List<long[]>> cells = new TreeMap<>();
        SortedMap<String, Long> totals = new TreeMap<>();
        recording
                .timeline()
                .forEach((offset, interval) -> interval.forEach((key, measured) -> {
                    cells.computeIfAbsent(Tag.of(key), any -> new ArrayList<>()).add(new long[] {
                        offset / 1_000_000, measured.requests(), measured.attempts(), measured.outOfRange()
                    });
                    for (Quantity quantity : Quantity.values()) {
                        totals.merge(quantity.word(), measured.counts(quantity).total(), Long::sum);
                    }
                }));
        return new Counters(
                VERSION,
                startedAt.toEpochMilli(),
                recording.intervalNanos() / 1_000_000,
                recording.generator(),
                totals,
                cells);
    }

    private static String file(Quantity quantity) {
        return quantity.word() + ".hlog";
    }

    private record Cell(long offsetMillis, String tag) {}

    /**
     * @param totals values in each log, so that a log cut short is noticed
     * @param cells by tag: offset in milliseconds, requests, attempts, values out of range
     */
    record Counters(
            int version,
            long startedAtMillis,
            long intervalMillis,
            Generator generator,
            Map<String, Long> totals,
            Map<String, List<long[]>> cells) {}
}

package dev.cellmesh.load.schedule;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A recorded load: which request came when? Read from a CSV file with the header {@code offset,request}: the offset from the
 * start in seconds ({@code 0.0125}) or with a unit ({@code 12.5ms}, {@code 12500us}, {@code 12500000ns}, {@code 2s}), rising or equal from
 * line to line, and the name of an operation. Lines that are empty or begin with {@code #} are left out. Immutable.
 */
public final class Trace {
    /** 24 bytes for each in memory: an hour at 1,000 requests a second takes 86 MB. */
    public static final int ROWS_MAX = 5_000_000;

    private static final int PROBLEMS_MAX = 20;
    private static final String HEADER = "offset,request";

    private final String source;
    private final long[] offsets;
    private final int[] requests;
    private final List<String> names;

    private Trace(String source, long[] offsets, int[] requests, List<String> names) {
        this.source = source;
        this.offsets = offsets;
        this.requests = requests;
        this.names = names;
    }

    /** @throws TraceException listing the first {@value #PROBLEMS_MAX} problems, each with its line */
    public static Trace read(Path file) throws TraceException {
        Reading reading = new Reading(file.toString(), ROWS_MAX);
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (String line = lines.readLine(); line != null && reading.goesOn(); line = lines.readLine()) {
                reading.line(line);
            }
        } catch (CharacterCodingException e) {
            reading.problem("is not UTF-8 after this line");
        } catch (IOException e) {
            throw new TraceException(List.of(file + ": cannot be read: " + e));
        }
        return reading.trace();
    }

    /** The same from a text in memory; {@code source} stands for it in problems. */
    public static Trace parse(String source, String text) throws TraceException {
        return parse(source, text, ROWS_MAX);
    }

    static Trace parse(String source, String text, int rowsMax) throws TraceException {
        Reading reading = new Reading(source, rowsMax);
        for (String line : (Iterable<String>) text.lines()::iterator) {
            if (!reading.goesOn()) {
                break;
            }
            reading.line(line);
        }
        return reading.trace();
    }

    /** Where it was read from. */
    public String source() {
        return source;
    }

    /** At least 1. */
    public int size() {
        return offsets.length;
    }

    public long offsetNanos(int index) {
        return offsets[index];
    }

    public String request(int index) {
        return names.get(requests[index]);
    }

    /** Every request's name, so that a scenario can be checked for them. */
    public Set<String> requests() {
        return new TreeSet<>(names);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Trace trace
                && source.equals(trace.source)
                && Arrays.equals(offsets, trace.offsets)
                && Arrays.equals(requests, trace.requests)
                && names.equals(trace.names);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(offsets);
    }

    @Override
    public String toString() {
        return size() + " requests of " + source;
    }

    private static final class Reading {
        private final String source;
        private final int rowsMax;
        private final List<String> problems = new ArrayList<>();
        private final List<String> names = new ArrayList<>();
        private final Map<String, Integer> numbers = new HashMap<>();
        private long[] offsets = new long[1024];
        private int[] requests = new int[1024];
        private int rows;
        private int line;
        private boolean headerSeen;

        Reading(String source, int rowsMax) {
            this.source = source;
            this.rowsMax = rowsMax;
        }

        boolean goesOn() {
            return problems.size() < PROBLEMS_MAX && rows <= rowsMax;
        }

        void problem(String text) {
            problems.add(source + ":" + line + ": " + text);
        }

        void line(String raw) {
            line++;
            String text = line == 1 && raw.startsWith("\uFEFF") ? raw.substring(1) : raw;
            if (text.isBlank() || text.startsWith("#")) {
                return;
            }
            if (!headerSeen) {
                headerSeen = true;
                if (!text.replace(" ", "").equalsIgnoreCase(HEADER)) {
                    problem("the first line is '" + HEADER + "', not '" + shorten(text) + "'");
                }
                return;
            }
            if (rows == rowsMax) {
                rows++;
                problem("there are more than " + rowsMax + " requests");
                return;
            }
            int comma = text.indexOf(',');
            String request = comma < 0 ? "" : text.substring(comma + 1).strip();
            if (comma < 0 || request.isEmpty() || request.indexOf(',') >= 0) {
                problem("a line is an offset and a request, as in '0.25,read', not '" + shorten(text) + "'");
                return;
            }
            long offset;
            try {
                offset = Offsets.nanos(text.substring(0, comma).strip());
            } catch (IllegalArgumentException e) {
                problem(e.getMessage());
                return;
            }
            if (rows > 0 && offset < offsets[rows - 1]) {
                problem("the offset is smaller than the one before; a trace is sorted by time");
                return;
            }
            add(offset, request);
        }

        private void add(long offset, String request) {
            if (rows == offsets.length) {
                int larger = Math.min(rowsMax, rows * 2);
                offsets = Arrays.copyOf(offsets, larger);
                requests = Arrays.copyOf(requests, larger);
            }
            offsets[rows] = offset;
            requests[rows] = numbers.computeIfAbsent(request, name -> {
                names.add(name);
                return names.size() - 1;
            });
            rows++;
        }

        Trace trace() throws TraceException {
            if (problems.isEmpty() && rows == 0) {
                problems.add(source + ": holds no request after the header '" + HEADER + "'");
            }
            if (!problems.isEmpty()) {
                throw new TraceException(problems);
            }
            return new Trace(source, Arrays.copyOf(offsets, rows), Arrays.copyOf(requests, rows), List.copyOf(names));
        }

        private static String shorten(String text) {
            return text.length() <= 40 ? text : text.substring(0, 40) + "...";
        }
    }
}

package dev.cellmesh.local.hop;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What does each way add to the direct one? Paired by round, so that a machine that gets slower meanwhile is not in it. */
final class HopFigures {
    /** How does a request get to the cell? */
    enum Way {
        DIRECT,
        EDGE,
        PROXY
    }

    /**
     * What one turn showed.
     *
     * @param p50Millis from the intended start
     * @param cpuMicros of the process in between, for each request; 0 where there is none
     */
    record Turn(double p50Millis, double cpuMicros) {}

    private static final double MICROS_PER_MILLI = 1_000;

    private final List<Map<Way, Turn>> rounds;

    HopFigures(List<Map<Way, Turn>> rounds) {
        this.rounds = rounds.stream().<Map<Way, Turn>>map(EnumMap::new).toList();
    }

    double directP50Micros() {
        return median(rounds.stream()
                .mapToDouble(round -> round.get(Way.DIRECT).p50Millis() * MICROS_PER_MILLI)
                .toArray());
    }

    /** The median over the rounds. */
    double addedP50Micros(Way way) {
        return median(rounds.stream()
                .mapToDouble(round ->
                        (round.get(way).p50Millis() - round.get(Way.DIRECT).p50Millis()) * MICROS_PER_MILLI)
                .toArray());
    }

    double cpuMicros(Way way) {
        return median(
                rounds.stream().mapToDouble(round -> round.get(way).cpuMicros()).toArray());
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        int middle = values.length / 2;
        return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    }
}

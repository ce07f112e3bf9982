package dev.cellmesh.load.verdict;

import dev.cellmesh.load.record.Outcome;
import dev.cellmesh.load.record.Recorder;
import dev.cellmesh.load.record.Recording;
import dev.cellmesh.load.record.Sample;
import dev.cellmesh.load.record.Series;

/** Recordings made up by hand, in intervals of a second. */
final class Run {
    static final long SECOND = 1_000_000_000L;
    static final long MILLI = 1_000_000L;

    private final Recorder recorder = new Recorder(0, SECOND);
    private Series series = new Series("steady", "read", "eu-central1", "all");

    Run phase(String phase) {
        series = new Series(phase, series.operation(), series.region(), series.group());
        return this;
    }

    Run operation(String operation) {
        series = new Series(series.phase(), operation, series.region(), series.group());
        return this;
    }

    Run region(String region) {
        series = new Series(series.phase(), series.operation(), region, series.group());
        return this;
    }

    Run group(String group) {
        series = new Series(series.phase(), series.operation(), series.region(), group);
        return this;
    }

    /** In each of the seconds so many of that outcome and latency, evenly. */
    Run each(int fromSecond, int toSecond, int number, Outcome outcome, long latencyMillis) {
        return each(fromSecond, toSecond, number, outcome, latencyMillis, -1);
    }

    Run each(int fromSecond, int toSecond, int number, Outcome outcome, long latencyMillis, long stalenessMillis) {
        for (int second = fromSecond; second < toSecond; second++) {
            for (int i = 0; i < number; i++) {
                long end = second * SECOND + i * SECOND / number;
                long intended = end - latencyMillis * MILLI;
                recorder.record(new Sample(series, outcome, 0, intended, intended + MILLI, end, 1, stalenessMillis));
            }
        }
        return this;
    }

    Recording recording() {
        return recorder.snapshot();
    }
}

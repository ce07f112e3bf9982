package dev.cellmesh.load.report;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.cellmesh.load.record.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What does a run say to people and to scripts? The numbers of all reports are computed once, here; this is also, field by
 * field, what {@code run.json} holds. Tables and curves leave warm-up
 * phases out; the timeline and the generator's counts have them.
 *
 * @param format always {@value #FORMAT}
 * @param formatVersion {@value #VERSION}; grows when a reader of before would misread it
 * @param seed as text in JSON, since many readers of JSON round large whole numbers
 * @param passed whether the exit code is 0
 * @param closedLoop whether any phase was one, so that latency hides what users waited for
 * @param measuredSeconds length of the phases that are not warm-up, as far as they ran; what rates are divided by
 * @param environment in the order to be shown
 * @param slices one for each operation, group and region that had requests
 * @param samples of the machine by name, such as memory of the target
 */
public record RunSummary(
        String format,
        int formatVersion,
        About scenario,
        @JsonFormat(shape = JsonFormat.Shape.STRING) long seed,
        Instant startedAt,
        boolean passed,
        int exitCode,
        Optional<String> aborted,
        boolean closedLoop,
        double measuredSeconds,
        SortedMap<String, Long> outcomes,
        Figures all,
        List<Figures> operations,
        List<Figures> groups,
        List<Figures> regions,
        List<Figures> slices,
        Curves curves,
        Generator generator,
        List<Judged> verdicts,
        List<Found> findings,
        List<Marked> faults,
        Map<String, String> environment,
        List<Moment> timeline,
        Map<String, List<Point>> samples) {
    public static final String FORMAT = "cellmesh-load-run";
    public static final int VERSION = 1;

    /**
     * The scenario, without its target.
     *
     * @param fingerprint of all that shapes the load; equal for two runs that were asked the same
     */
    public record About(
            String name,
            String purpose,
            String fingerprint,
            double lengthSeconds,
            List<PhaseRun> phases,
            List<String> regions,
            List<String> groups,
            List<String> operations,
            List<PlannedFault> plannedFaults) {}

    /** @param load for people, such as {@code 500/s for 30 s} */
    public record PhaseRun(
            String name, double startSeconds, double lengthSeconds, String load, boolean closedLoop, boolean warmup) {}

    /** @param lastsSeconds empty when it stays */
    public record PlannedFault(double atSeconds, Optional<Double> lastsSeconds, String text) {}

    /**
     * What was measured of some requests.
     *
     * @param operation empty for all of them; likewise the region and the group
     * @param attempts sendings, retries included
     * @param latency from the intended start; empty when there were no requests
     * @param service from the sending
     * @param staleness as answers reported it
     * @param outcomes how many of each, by {@link Outcome#name}
     * @param statuses how many of each; 0 when there was no answer
     */
    public record Figures(
            Optional<String> operation,
            Optional<String> region,
            Optional<String> group,
            long requests,
            long attempts,
            long succeeded,
            long errors,
            double errorShare,
            double requestsPerSecond,
            double succeededPerSecond,
            Optional<Spread> latency,
            Optional<Spread> service,
            Optional<Spread> staleness,
            SortedMap<String, Long> outcomes,
            SortedMap<String, Long> statuses) {}

    /** How values lie. Only of values that are there: who has none, has no spread. */
    public record Spread(
            double p50Millis,
            double p90Millis,
            double p99Millis,
            @JsonProperty("p99.9Millis") double p999Millis,
            double maxMillis) {}

    /** Latency by percentile. */
    public record Curves(
            List<CurvePoint> all,
            SortedMap<String, List<CurvePoint>> groups,
            SortedMap<String, List<CurvePoint>> regions) {}

    /** @param percentile 0 to below 100 */
    public record CurvePoint(double percentile, double latencyMillis, double serviceMillis) {}

    /**
     * Did the generator do what the schedule asked of it?
     *
     * @param late sent, but more than a millisecond after their time
     * @param dropped never sent although their time had come
     */
    public record Generator(
            long intended, long late, long dropped, long waitedForConnection, int generators, Optional<Spread> lag) {}

    /**
     * @param unit of limit and seen: {@code milliseconds}, {@code share}, {@code perSecond} or {@code count}
     * @param seen empty when nothing was measured
     */
    public record Judged(
            String text,
            Optional<String> phase,
            Optional<String> operation,
            Optional<String> region,
            Optional<String> group,
            Optional<Double> windowSeconds,
            String unit,
            double limit,
            Optional<Double> seen,
            String detail,
            boolean holds) {}

    /** @param violations the first ones, in the order of time */
    public record Found(
            String check, long checked, long violationCount, List<String> violations, String note, boolean holds) {}

    public record Marked(double offsetSeconds, String text, boolean failed) {}

    /**
     * What ended in one step of time, or in several together when a run is long.
     *
     * @param askedPerSecond what the schedule meant to start; empty in a closed loop, which has no schedule
     * @param outcomes how many of each, successes included
     */
    public record Moment(
            double offsetSeconds,
            double lengthSeconds,
            Optional<Double> askedPerSecond,
            double requestsPerSecond,
            double succeededPerSecond,
            SortedMap<String, Long> outcomes,
            Optional<Spread> latency,
            Optional<Spread> service,
            SortedMap<String, Brief> groups,
            SortedMap<String, Brief> regions) {}

    /** One group, or one region, in one step of time that had requests of it. */
    public record Brief(long requests, long errors, double p50Millis, double p99Millis) {}

    public record Point(double offsetSeconds, double value) {}
}

package dev.cellmesh.load.report;

import java.util.List;
import java.util.Optional;

/** What came of comparing two runs? */
public sealed interface Comparison {
    /** They measure different things. */
    record Refused(List<String> reasons) implements Comparison {}

    /**
     * @param cautions what to know before believing it, such as another JVM; may be empty
     * @param resamples that each interval stands on
     */
    record Compared(String before, String after, List<String> cautions, List<Line> lines, int resamples, long seed)
            implements Comparison {}

    /**
     * One measure of some requests.
     *
     * @param subject such as {@code operation transfer}
     * @param measure {@code p50}, {@code p99}, {@code p99.9}, {@code successes} or {@code errors}
     * @param before milliseconds, successes a second, or a share from 0 to 1
     * @param change {@code after / before}; of errors {@code after - before}, since nothing divided by nothing says nothing
     * @param interval in which the true change lies for 19 of 20 such lines; empty when the runs are too short to say
     */
    record Line(
            String subject,
            String measure,
            double before,
            double after,
            double change,
            Optional<Interval> interval,
            Word word) {}

    record Interval(double from, double to) {}

    enum Word {
        BETTER,
        WORSE,
        NO_DIFFERENCE_SEEN,
        TOO_LITTLE
    }
}

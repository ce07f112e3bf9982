package dev.cellmesh.services.edge.cache;

import io.vertx.core.MultiMap;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How late may answers of one operation be, and how long may they be kept? As its profile says.
 *
 * @param keptMillisMax however fresh the answer was
 * @param boundMillisMax what a request gets that asks for a wider bound, or for none
 * @param defaultBoundMillis what a request gets that asks for nothing; empty when that is more than a bound
 */
public record Caching(long keptMillisMax, long boundMillisMax, OptionalLong defaultBoundMillis) {
    static final String LEVEL = "X-Consistency-Level";
    static final String LAST_SEEN = "X-Last-Write-Timestamp";

    private static final String EVENTUAL = "eventual";
    private static final Pattern BOUNDED = Pattern.compile("bounded *; *max-staleness=([1-9][0-9]{0,7})(ms|s)");
    private static final long MILLIS_PER_SECOND = 1_000;

    /** Milliseconds of a level as profiles and requests write it; empty when it is not a bound. */
    public static OptionalLong boundMillis(String level) {
        Matcher matcher = BOUNDED.matcher(level.strip());
        if (!matcher.matches()) {
            return OptionalLong.empty();
        }
        long count = Long.parseLong(matcher.group(1));
        return OptionalLong.of(matcher.group(2).equals("s") ? count * MILLIS_PER_SECOND : count);
    }

    /**
     * Within which bound may this request be answered? Empty when it wants more than that, or has seen something that a kept answer
     * may not have; and when it cannot be read, since that is for the cell to say.
     */
    public OptionalLong boundMillis(MultiMap headers) {
        if (headers.contains(LAST_SEEN)) {
            return OptionalLong.empty();
        }
        List<String> asked = headers.getAll(LEVEL);
        if (asked.isEmpty()) {
            return defaultBoundMillis;
        }
        if (asked.size() > 1) {
            return OptionalLong.empty();
        }
        if (asked.getFirst().strip().equals(EVENTUAL)) {
            return OptionalLong.of(boundMillisMax);
        }
        OptionalLong bound = boundMillis(asked.getFirst());
        return bound.isPresent() ? OptionalLong.of(Math.min(bound.getAsLong(), boundMillisMax)) : bound;
    }
}

package dev.cellmesh.services.edge.cache;

import io.vertx.core.MultiMap;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How good is an answer that has just come, and how long may it be kept? The cell says in {@code Cache-Control} how long it is surely
 * within its bound; the profile may say less, and how old its data was already is taken off again.
 *
 * @param stalenessMillis of the data, when the cell read it
 * @param lifetimeMillis from the sending of the question
 */
record Storable(long stalenessMillis, long lifetimeMillis) {
    private static final int OK = 200;
    private static final Pattern MAX_AGE = Pattern.compile("(?:^|[, ])max-age=([0-9]{1,9})(?:$|[, ])");
    private static final Pattern STALENESS = Pattern.compile("; *staleness=([0-9]{1,12})ms");
    private static final long MILLIS_PER_SECOND = 1_000;

    static final Storable NOT = new Storable(0, 0);

    boolean isStorable() {
        return lifetimeMillis > 0;
    }

    /** @param headers of the answer */
    static Storable of(int status, MultiMap headers, Caching caching, long boundMillis) {
        String control = headers.get("Cache-Control");
        if (status != OK
                || control == null
                || headers.contains("Set-Cookie")
                || headers.contains("Content-Encoding")
                || forbids(control.toLowerCase(Locale.ROOT))) {
            return NOT;
        }
        Matcher age = MAX_AGE.matcher(control.toLowerCase(Locale.ROOT));
        OptionalLong staleness = stalenessMillis(headers);
        if (!age.find() || staleness.isEmpty()) {
            return NOT;
        }
        long cells = Long.parseLong(age.group(1)) * MILLIS_PER_SECOND;
        long left = boundMillis - staleness.getAsLong();
        return new Storable(
                staleness.getAsLong(), Math.max(0, Math.min(Math.min(cells, caching.keptMillisMax()), left)));
    }

    private static boolean forbids(String control) {
        return control.contains("no-store") || control.contains("no-cache") || control.contains("must-revalidate");
    }

    /** Empty when the cell does not know, or says nothing. */
    private static OptionalLong stalenessMillis(MultiMap headers) {
        String level = headers.get(Caching.LEVEL);
        if (level == null) {
            return OptionalLong.empty();
        }
        Matcher staleness = STALENESS.matcher(level);
        if (staleness.find()) {
            return OptionalLong.of(Long.parseLong(staleness.group(1)));
        }
        return "false".equals(headers.get("X-Data-Stale")) ? OptionalLong.of(0) : OptionalLong.empty();
    }
}

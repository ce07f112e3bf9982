package dev.cellmesh.local.wan;

import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Which conditions does a JSON object ask for? Members that it does not name stay as they are.
 *
 * <p>{@code delayMillis}, {@code jitterMillis}: numbers; {@code bandwidthBytesPerSecond}: a whole number, 0 or null for no
 * limit; {@code stalled}: a boolean; {@code cut}: {@code none}, {@code reset} or {@code blackhole}.
 */
final class ConditionsPatch implements UnaryOperator<LinkConditions> {
    private static final String DELAY = "delayMillis";
    private static final String JITTER = "jitterMillis";
    private static final String BANDWIDTH = "bandwidthBytesPerSecond";
    private static final String STALLED = "stalled";
    private static final String CUT = "cut";

    private final JsonObject asked;

    /** @throws IllegalArgumentException with a sentence for the person who asked */
    ConditionsPatch(JsonObject asked) {
        this.asked = asked;
        apply(LinkConditions.CLEAR);
    }

    static JsonObject toJson(LinkConditions conditions) {
        return new JsonObject()
                .put(DELAY, conditions.delayMillis())
                .put(JITTER, conditions.jitterMillis())
                .put(BANDWIDTH, conditions.bandwidthBytesPerSecond())
                .put(STALLED, conditions.stalled())
                .put(CUT, conditions.cut().label());
    }

    @Override
    public LinkConditions apply(LinkConditions before) {
        LinkConditions now = before;
        for (String name : asked.fieldNames()) {
            Object value = asked.getValue(name);
            now = switch (name) {
                case DELAY -> now.withDelayMillis(number(name, value));
                case JITTER -> now.withJitterMillis(number(name, value));
                case BANDWIDTH -> now.withBandwidthBytesPerSecond(value == null ? 0 : whole(name, value));
                case STALLED -> now.withStalled(truth(name, value));
                case CUT -> now.withCut(cut(value));
                default ->
                    throw new IllegalArgumentException("unknown member " + name + ": known are "
                            + String.join(", ", DELAY, JITTER, BANDWIDTH, STALLED, CUT));
            };
        }
        return now;
    }

    private static double number(String name, Object value) {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        throw new IllegalArgumentException(name + " must be a number of milliseconds");
    }

    private static long whole(String name, Object value) {
        if (value instanceof Integer || value instanceof Long) {
            return ((Number) value).longValue();
        }
        throw new IllegalArgumentException(name + " must be a whole number of bytes, 0 for no limit");
    }

    private static boolean truth(String name, Object value) {
        if (value instanceof Boolean truth) {
            return truth;
        }
        throw new IllegalArgumentException(name + " must be true or false");
    }

    private static Cut cut(Object value) {
        return Arrays.stream(Cut.values())
                .filter(each -> each.label().equals(value))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("cut must be one of "
                        + Arrays.stream(Cut.values()).map(Cut::label).collect(Collectors.joining(", "))));
    }

    @Override
    public String toString() {
        return asked.encode().toLowerCase(Locale.ROOT);
    }
}

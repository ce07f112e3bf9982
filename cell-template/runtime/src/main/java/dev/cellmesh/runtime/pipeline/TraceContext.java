package dev.cellmesh.runtime.pipeline;

import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which trace does a request belong to? W3C Trace Context, version 00.
 *
 * @param traceId 32 lower-case hexadecimal digits, not all zero; also the request's id in logs
 * @param spanId 16 such digits: this node's own part of the trace
 * @param flags 0 to 255; bit 0 says that the caller recorded it
 */
public record TraceContext(String traceId, String spanId, int flags) {
    public static final String HEADER = "traceparent";

    /** Later versions may be longer; their first four fields mean the same. */
    private static final Pattern FORM =
            Pattern.compile("([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");

    private static final String NO_TRACE = "0".repeat(32);
    private static final String NO_SPAN = "0".repeat(16);
    private static final int LENGTH_MAX = 256;
    private static final int SAMPLED = 1;

    /**
     * Goes on with the caller's trace, or begins a new one when the header is absent or malformed.
     *
     * @param traceparent the header's value, or null
     */
    public static TraceContext continued(String traceparent, RandomGenerator random) {
        return parse(traceparent)
                .map(caller -> new TraceContext(caller.traceId(), hex(random, 1), caller.flags()))
                .orElseGet(() -> new TraceContext(hex(random, 2), hex(random, 1), SAMPLED));
    }

    static Optional<TraceContext> parse(String traceparent) {
        if (traceparent == null || traceparent.length() > LENGTH_MAX) {
            return Optional.empty();
        }
        Matcher matcher = FORM.matcher(traceparent);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String version = matcher.group(1);
        boolean tooLong = version.equals("00") && matcher.group(5) != null;
        String traceId = matcher.group(2);
        String spanId = matcher.group(3);
        if (version.equals("ff") || tooLong || traceId.equals(NO_TRACE) || spanId.equals(NO_SPAN)) {
            return Optional.empty();
        }
        return Optional.of(new TraceContext(traceId, spanId, HexFormat.fromHexDigits(matcher.group(4))));
    }

    /** The header's value, for the answer and for the next hop. */
    public String header() {
        return "00-" + traceId + "-" + spanId + "-" + HexFormat.of().toHexDigits((byte) flags);
    }

    private static String hex(RandomGenerator random, int longs) {
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < longs; i++) {
            long bits = random.nextLong();
            digits.append(HexFormat.of().toHexDigits(bits == 0 ? 1 : bits));
        }
        return digits.toString();
    }
}

package dev.cellmesh.runtime.http;

import dev.cellmesh.runtime.pipeline.Reply;
import dev.cellmesh.runtime.pipeline.TraceContext;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** How does a reply leave the node, whoever made it? With the headers that every reply has, and counted. */
public final class ReplyWriter {
    /** One timer for all requests: {@code operation} is an operation id or {@code none}, {@code outcome} a reply's. */
    public static final String TIMER = "cellmesh.requests";

    public static final String NO_OPERATION = "none";

    private static final int NANOS_PER_MICRO = 1_000;
    private static final int MICROS_PER_MILLI = 1_000;

    private record Answered(String operation, String outcome) {}

    /** Who else takes note of replies? */
    @FunctionalInterface
    public interface Listener {
        void answered(String operation, Reply reply, long tookNanos);
    }

    private final String timingName;
    private final Map<String, String> headers;
    private final Lingering lingering;
    private final LongSupplier nanoClock;
    private final MeterRegistry meters;
    private final Listener listener;
    /** To look one up in the registry would cost more than to count. */
    private final Map<Answered, Timer> timers = new HashMap<>();

    /**
     * @param timingName the node's part in {@code Server-Timing}, such as {@code cell}
     * @param headers of every reply, such as {@code X-Cell}
     */
    public ReplyWriter(
            String timingName,
            Map<String, String> headers,
            Lingering lingering,
            LongSupplier nanoClock,
            MeterRegistry meters) {
        this(timingName, headers, lingering, nanoClock, meters, (operation, reply, tookNanos) -> {});
    }

    /** @param listener called on the event loop, with every reply */
    public ReplyWriter(
            String timingName,
            Map<String, String> headers,
            Lingering lingering,
            LongSupplier nanoClock,
            MeterRegistry meters,
            Listener listener) {
        this.timingName = timingName;
        this.headers = Map.copyOf(headers);
        this.lingering = lingering;
        this.nanoClock = nanoClock;
        this.meters = meters;
        this.listener = listener;
    }

    /** @param databaseNanos how much of the time was spent in waiting for databases */
    void write(
            HttpServerRequest request,
            String operationId,
            TraceContext trace,
            long startedNanos,
            long databaseNanos,
            Reply reply) {
        long tookNanos = nanoClock.getAsLong() - startedNanos;
        timers.computeIfAbsent(
                        new Answered(operationId, reply.outcome()),
                        answered -> Timer.builder(TIMER)
                                .description("Requests by operation and by the problem that they met, if any")
                                .tags("operation", answered.operation(), "outcome", answered.outcome())
                                .register(meters))
                .record(tookNanos, TimeUnit.NANOSECONDS);
        listener.answered(operationId, reply, tookNanos);
        HttpServerResponse response = request.response();
        if (response.closed() || response.ended()) {
            return;
        }
        response.setStatusCode(reply.status());
        headers.forEach(response::putHeader);
        response.putHeader(TraceContext.HEADER, trace.header());
        response.putHeader("Server-Timing", serverTiming(tookNanos, databaseNanos));
        reply.headers().forEach(response::putHeader);
        lingering.end(request, reply.body());
    }

    private String serverTiming(long tookNanos, long databaseNanos) {
        StringBuilder timing = new StringBuilder(timingName).append(";dur=");
        appendMillis(timing, tookNanos);
        return appendMillis(timing.append(", db;dur="), databaseNanos).toString();
    }

    /** With three decimals; a formatter would take as long as all other headers together. */
    private static StringBuilder appendMillis(StringBuilder text, long nanos) {
        long micros = (nanos + NANOS_PER_MICRO / 2) / NANOS_PER_MICRO;
        String decimals = Long.toString(MICROS_PER_MILLI + micros % MICROS_PER_MILLI);
        return text.append(micros / MICROS_PER_MILLI).append('.').append(decimals, 1, decimals.length());
    }
}

package dev.cellmesh.runtime.http;

import dev.cellmesh.runtime.pipeline.Reply;
import dev.cellmesh.runtime.pipeline.TraceContext;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** How does a reply leave the node, whoever made it? With the headers that every reply has, and counted. */
public final class ReplyWriter {
    /** One timer for all requests: {@code operation} is an operation id or {@code none}, {@code outcome} a reply's. */
    public static final String TIMER = "cellmesh.requests";

    public static final String NO_OPERATION = "none";

    private static final double NANOS_PER_MILLI = 1_000_000;

    private final String timingName;
    private final Map<String, String> headers;
    private final Lingering lingering;
    private final LongSupplier nanoClock;
    private final MeterRegistry meters;

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
        this.timingName = timingName;
        this.headers = Map.copyOf(headers);
        this.lingering = lingering;
        this.nanoClock = nanoClock;
        this.meters = meters;
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
        meters.timer(TIMER, "operation", operationId, "outcome", reply.outcome())
                .record(tookNanos, TimeUnit.NANOSECONDS);
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
        return String.format(
                Locale.ROOT,
                "%s;dur=%.3f, db;dur=%.3f",
                timingName,
                tookNanos / NANOS_PER_MILLI,
                databaseNanos / NANOS_PER_MILLI);
    }
}

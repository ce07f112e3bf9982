package dev.cellmesh.runtime.bulkhead;

import dev.cellmesh.runtime.node.ServiceSizes;
import dev.cellmesh.runtime.pipeline.Exchange;
import dev.cellmesh.runtime.pipeline.Reply;
import dev.cellmesh.runtime.pipeline.Stage;
import dev.cellmesh.runtime.problem.Problem;
import dev.cellmesh.runtime.problem.ProblemType;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.util.function.Predicate;

/**
 * Has the request's service room for one more? 503 when as many of its requests are being worked on as may be; nothing has been
 * done then. So a service whose work does not end fills its own places, and none of another's. Used on one event loop only.
 */
public final class Bulkhead implements Stage {
    /** A stall is over sooner or later; who comes again after a second finds out without being a load. */
    private static final int RETRY_AFTER_SECONDS = 1;

    private static final Reply REFUSAL =
            Reply.problem(Problem.of(ProblemType.OVERLOADED, "This service has as much in flight here as it may have.")
                    .with(Reply.RETRY_AFTER_FIELD, RETRY_AFTER_SECONDS));

    private final String service;
    private final int inFlightMax;
    private final int readsMax;
    private final Predicate<String> isWrite;
    private final Counter refused;
    private int inFlight;

    /** @param isWrite of an operation id: reads leave some places to writes */
    public Bulkhead(String service, ServiceSizes sizes, Predicate<String> isWrite, MeterRegistry meters) {
        this.service = service;
        this.inFlightMax = sizes.inFlightMax();
        this.readsMax = inFlightMax - sizes.writesReserved();
        this.isWrite = isWrite;
        Gauge.builder("cellmesh.service.in.flight", this, Bulkhead::inFlight)
                .description("Requests of a service that are being worked on")
                .tag("service", service)
                .register(meters);
        Gauge.builder("cellmesh.service.in.flight.max", this, bulkhead -> bulkhead.inFlightMax)
                .description("Most requests of a service that may be worked on")
                .tag("service", service)
                .register(meters);
        this.refused = Counter.builder("cellmesh.service.refused")
                .description("Requests refused because their service had as much in flight as it may have")
                .tag("service", service)
                .register(meters);
    }

    @Override
    public Future<Reply> handle(Exchange exchange, Next next) {
        int max = isWrite.test(exchange.input().operationId()) ? inFlightMax : readsMax;
        if (inFlight >= max) {
            refused.increment();
            return Future.succeededFuture(REFUSAL);
        }
        inFlight++;
        try {
            return next.proceed().onComplete(done -> inFlight--);
        } catch (RuntimeException bug) {
            inFlight--;
            throw bug;
        }
    }

    int inFlight() {
        return inFlight;
    }

    @Override
    public String toString() {
        return "bulkhead of " + service;
    }
}

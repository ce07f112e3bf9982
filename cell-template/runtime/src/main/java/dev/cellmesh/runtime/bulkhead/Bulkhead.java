package dev.cellmesh.runtime.bulkhead;

import dev.cellmesh.model.TenantId;
import dev.cellmesh.runtime.node.ServiceSizes;
import dev.cellmesh.runtime.pipeline.Exchange;
import dev.cellmesh.runtime.pipeline.Reply;
import dev.cellmesh.runtime.pipeline.Stage;
import dev.cellmesh.runtime.problem.Problem;
import dev.cellmesh.runtime.problem.ProblemType;
import dev.cellmesh.runtime.share.TenantShare;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Has the request's service room for one more? 503 when as many of its requests are being worked on as may be; nothing has been
 * done then. So a service whose work does not end fills its own places, and none of another's; and so does a tenant of a service
 * while others ask for it. Used on one event loop only.
 */
public final class Bulkhead implements Stage {
    /** A stall is over sooner or later; who comes again after a second finds out without being a load. */
    private static final int RETRY_AFTER_SECONDS = 1;

    private static final Reply REFUSAL = refusal("This service has as much in flight here as it may have.");
    private static final Reply TENANT_REFUSAL =
            refusal("The tenant has as much of this service in flight here as one tenant may have.");

    private final String service;
    private final int inFlightMax;
    private final int readsMax;
    private final int tenantMax;
    private final TenantShare tenants;
    private final Predicate<String> isWrite;
    private final Counter refused;
    private int inFlight;

    /** @param isWrite of an operation id: reads leave some places to writes */
    public Bulkhead(
            String service,
            ServiceSizes sizes,
            Predicate<String> isWrite,
            LongSupplier nanoClock,
            MeterRegistry meters) {
        this.service = service;
        this.inFlightMax = sizes.inFlightMax();
        this.readsMax = inFlightMax - sizes.writesReserved();
        this.tenantMax = ServiceSizes.ofTenant(inFlightMax);
        this.tenants = new TenantShare(nanoClock);
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
                .description(
                        "Requests refused because their service, or their tenant of it, had as much in flight as it may have")
                .tag("service", service)
                .register(meters);
    }

    @Override
    public Future<Reply> handle(Exchange exchange, Next next) {
        TenantId tenant = exchange.route().tenant();
        tenants.came(tenant);
        int max = isWrite.test(exchange.input().operationId()) ? inFlightMax : readsMax;
        if (inFlight >= max) {
            return refuse(REFUSAL);
        }
        if (!tenants.isWithin(tenant, tenantMax)) {
            return refuse(TENANT_REFUSAL);
        }
        inFlight++;
        tenants.take(tenant);
        try {
            return next.proceed().onComplete(done -> giveBack(tenant));
        } catch (RuntimeException bug) {
            giveBack(tenant);
            throw bug;
        }
    }

    private void giveBack(TenantId tenant) {
        inFlight--;
        tenants.give(tenant);
    }

    private Future<Reply> refuse(Reply why) {
        refused.increment();
        return Future.succeededFuture(why);
    }

    private static Reply refusal(String detail) {
        return Reply.problem(
                Problem.of(ProblemType.OVERLOADED, detail).with(Reply.RETRY_AFTER_FIELD, RETRY_AFTER_SECONDS));
    }

    int inFlight() {
        return inFlight;
    }

    @Override
    public String toString() {
        return "bulkhead of " + service;
    }
}

package dev.cellmesh.runtime.admission;

import dev.cellmesh.model.admission.Priority;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What does a cell tell of whom it let in? By class and reason, and never by tenant: those are too many for a label. */
final class AdmissionMeters {
    private static final String CLASS = "class";

    private final Map<Priority, Map<Shed, Counter>> shed = new EnumMap<>(Priority.class);
    private final Map<Priority, Timer> waited = new EnumMap<>(Priority.class);

    AdmissionMeters(MeterRegistry meters, CellAdmission admission, ConcurrencyLimit limit) {
        Gauge.builder("cellmesh.requests.in.flight", admission, CellAdmission::inFlight)
                .description("Requests that are being worked on")
                .register(meters);
        Gauge.builder("cellmesh.admission.limit", limit, ConcurrencyLimit::current)
                .description("Requests that may be worked on at once")
                .baseUnit("requests")
                .register(meters);
        for (Priority priority : Priority.values()) {
            Gauge.builder("cellmesh.admission.queued", admission, self -> self.queued(priority))
                    .description("Requests that wait for a place")
                    .baseUnit("requests")
                    .tag(CLASS, priority.wireName())
                    .register(meters);
            waited.put(
                    priority,
                    Timer.builder("cellmesh.admission.wait")
                            .description("How long requests waited that were admitted from a queue")
                            .tag(CLASS, priority.wireName())
                            .register(meters));
            Map<Shed, Counter> counters = new EnumMap<>(Shed.class);
            for (Shed why : Shed.values()) {
                counters.put(
                        why,
                        Counter.builder("cellmesh.admission.shed")
                                .description("Requests that were refused before any work")
                                .baseUnit("requests")
                                .tags(CLASS, priority.wireName(), "reason", why.wireName())
                                .register(meters));
            }
            shed.put(priority, counters);
        }
    }

    void shed(Priority priority, Shed why) {
        shed.get(priority).get(why).increment();
    }

    void waited(Priority priority, long nanos) {
        waited.get(priority).record(nanos, TimeUnit.NANOSECONDS);
    }
}

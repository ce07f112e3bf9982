package dev.cellmesh.runtime.admission;

import dev.cellmesh.model.admission.Priority;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/** What does a cell tell of whom it let in? By class and reason, and never by tenant: those are too many for a label. */
final class AdmissionMeters {
    private static final String CLASS = "class";

    private final Map<Priority, Map<Shed, Counter>> shed = new EnumMap<>(Priority.class);
    private final Map<Priority, Timer> waited = new EnumMap<>(Priority.class);

    AdmissionMeters(MeterRegistry meters, CellAdmission admission, ConcurrencyLimit limit) {
        gauge(
                meters,
                "cellmesh.requests.in.flight",
                "Requests that are being worked on",
                admission,
                CellAdmission::inFlight);
        gauge(
                meters,
                "cellmesh.admission.limit",
                "Requests that may be worked on at once",
                limit,
                ConcurrencyLimit::current);
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

    private static <T> void gauge(
            MeterRegistry meters, String name, String description, T of, ToDoubleFunction<T> value) {
        Gauge.builder(name, of, value)
                .description(description)
                .baseUnit("requests")
                .register(meters);
    }

    void shed(Priority priority, Shed why) {
        shed.get(priority).get(why).increment();
    }

    void waited(Priority priority, long nanos) {
        waited.get(priority).record(nanos, TimeUnit.NANOSECONDS);
    }
}

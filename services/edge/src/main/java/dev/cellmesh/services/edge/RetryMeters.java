package dev.cellmesh.services.edge;

import dev.cellmesh.services.edge.poison.Quarantine;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What does the edge count of requests that are sent more than once, or not at all? */
final class RetryMeters {
    /** Why was a request sent to another cell, or again? */
    enum Retry {
        CONNECT,
        LOST,
        MISDIRECTED,
        DRAINING
    }

    /** What became of the second question of a hedged read? */
    enum Hedge {
        /** Its answer was the first. */
        WON,
        /** The first cell was quicker after all, or there was no good answer. */
        LOST
    }

    private final Map<Retry, Counter> retries;
    private final Map<Hedge, Counter> hedges;
    private final Map<Quarantine.Finding, Counter> crashes;
    private final Counter overBudget;
    private final Counter poison;

    RetryMeters(MeterRegistry registry, Quarantine quarantine) {
        retries = counters(
                Retry.values(),
                cause -> Counter.builder("cellmesh.edge.retries")
                        .description("Requests that were sent to another cell, or again, by what made it necessary")
                        .tag("cause", word(cause))
                        .register(registry));
        hedges = counters(
                Hedge.values(),
                outcome -> Counter.builder("cellmesh.edge.hedges")
                        .description("Reads that a second cell was asked for, since the first one was late")
                        .tag("outcome", word(outcome))
                        .register(registry));
        crashes = counters(
                Quarantine.Finding.values(),
                finding -> Counter.builder("cellmesh.edge.cells.crashes")
                        .description("Cells that died under requests, by what was found out about who did it")
                        .tag("finding", word(finding))
                        .register(registry));
        overBudget = Counter.builder("cellmesh.edge.retries.over.budget")
                .description("Requests that were not sent again, or not hedged, since the budget was spent")
                .register(registry);
        poison = Counter.builder("cellmesh.edge.poison.refused")
                .description("Requests that were refused, since cells died of what is like them")
                .register(registry);
        Gauge.builder("cellmesh.edge.poison.suspects", quarantine, Quarantine::size)
                .description("Requests that a crash is held against, by their fingerprints")
                .strongReference(true)
                .register(registry);
    }

    private static <E extends Enum<E>> Map<E, Counter> counters(E[] values, Function<E, Counter> make) {
        return Arrays.stream(values).collect(Collectors.toUnmodifiableMap(Function.identity(), make));
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    void retried(Retry cause) {
        retries.get(cause).increment();
    }

    void hedged(Hedge outcome) {
        hedges.get(outcome).increment();
    }

    void crashed(Quarantine.Finding finding) {
        crashes.get(finding).increment();
    }

    void overBudget() {
        overBudget.increment();
    }

    void refusedPoison() {
        poison.increment();
    }
}

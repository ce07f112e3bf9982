package dev.cellmesh.runtime.database;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** How long do statements take, and how do they end? Few label values: services, rings, levels, durabilities and outcomes, no statements. */
final class StatementMeters {
    private record Key(String ring, String asked, String outcome) {}

    private final MeterRegistry meters;
    private final String service;
    private final LongSupplier nanoClock;
    private final Map<Key, Timer> timers = new HashMap<>();

    StatementMeters(MeterRegistry meters, String service, LongSupplier nanoClock) {
        this.meters = meters;
        this.service = service;
        this.nanoClock = nanoClock;
    }

    Future<ReadOutcome> timed(Read read, Future<ReadOutcome> outcome) {
        long from = nanoClock.getAsLong();
        return outcome.andThen((result, bug) -> record(
                read.ring().name(),
                read.level().wireName(),
                switch (result) {
                    case ReadOutcome.Rows rows ->
                        "served_" + rows.served().level().wireName();
                    case ReadOutcome.Unavailable unavailable -> name(unavailable.why());
                    case null -> "bug";
                },
                from));
    }

    Future<WriteOutcome> timed(Write write, Future<WriteOutcome> outcome) {
        long from = nanoClock.getAsLong();
        return outcome.andThen((result, bug) -> record(
                write.ring().name(),
                name(write.durability()),
                switch (result) {
                    case WriteOutcome.Committed committed -> "committed";
                    case WriteOutcome.Unavailable unavailable -> name(unavailable.why());
                    case WriteOutcome.Unknown unknown -> "unknown";
                    case null -> "bug";
                },
                from));
    }

    private void record(String ring, String asked, String outcome, long fromNanos) {
        timers.computeIfAbsent(
                        new Key(ring, asked, outcome),
                        key -> Timer.builder("cellmesh.database.statement")
                                .description("Time of a statement, with its wait for a connection")
                                .tags("service", service, "ring", ring, "asked", asked, "outcome", outcome)
                                .register(meters))
                .record(nanoClock.getAsLong() - fromNanos, TimeUnit.NANOSECONDS);
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}

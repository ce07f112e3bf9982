package dev.cellmesh.services.edge.signal;

import dev.cellmesh.model.budget.BudgetReading;
import dev.cellmesh.model.budget.BurnAlert;
import dev.cellmesh.model.budget.BurnWindow;
import dev.cellmesh.model.budget.ErrorBudget;
import dev.cellmesh.model.budget.Judgement;
import dev.cellmesh.model.budget.Objective;
import dev.cellmesh.runtime.signal.SignalReport;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How much may each operation still get wrong, as the clients of this edge see it? For as many operations as a report takes, which
 * is far more than there are; what comes beyond is one of them, named {@value #OTHER}. Used on the edge's event loop only.
 */
final class Budgets {
    static final String OTHER = "other";
    /** Of an operation that no cell has told of. */
    static final String UNDECLARED = "undeclared";

    /** A reading sums up hundreds of buckets, and each of a scrape's gauges would want one. */
    private static final long READING_NANOS_MAX = 1_000_000_000L;

    private final class Kept {
        private final ErrorBudget budget;
        private final Counter good;
        private final Counter bad;
        private BudgetReading reading;
        private long readNanos;

        Kept(String profile, long nowNanos) {
            budget = new ErrorBudget(Objective.DEFAULT, nowNanos);
            good = counter(profile, "good");
            bad = counter(profile, "bad");
            reading = budget.read(nowNanos);
            readNanos = nowNanos;
        }

        BudgetReading reading(long nowNanos) {
            if (nowNanos - readNanos > READING_NANOS_MAX) {
                reading = budget.read(nowNanos);
                readNanos = nowNanos;
            }
            return reading;
        }
    }

    private final MeterRegistry meters;
    private final LongSupplier nanoClock;
    private final Map<String, Kept> byProfile = new HashMap<>();

    Budgets(MeterRegistry meters, LongSupplier nanoClock) {
        this.meters = meters;
        this.nanoClock = nanoClock;
    }

    void record(String profile, Judgement judgement) {
        if (judgement == Judgement.NOT_COUNTED) {
            return;
        }
        Kept kept = kept(profile);
        kept.budget.record(nanoClock.getAsLong(), judgement);
        (judgement.isBad() ? kept.bad : kept.good).increment();
    }

    private Kept kept(String profile) {
        Kept known = byProfile.get(profile);
        if (known != null) {
            return known;
        }
        String name = byProfile.size() < SignalReport.BUDGETS_MAX - 1 ? profile : OTHER;
        return byProfile.computeIfAbsent(name, this::keep);
    }

    private Kept keep(String profile) {
        Kept kept = new Kept(profile, nanoClock.getAsLong());
        for (BurnWindow window : BurnWindow.values()) {
            Gauge.builder("cellmesh.slo.burn.rate", () -> reading(kept).burnRate(window))
                    .description("How fast the error budget is used up: 1 is exactly as fast as allowed")
                    .tag("profile", profile)
                    .tag("window", window.label())
                    .register(meters);
        }
        Gauge.builder("cellmesh.slo.budget.remaining", () -> reading(kept).remaining())
                .description("Share of three days' error budget that is left; below 0 when overdrawn")
                .tag("profile", profile)
                .register(meters);
        for (BurnAlert alert : BurnAlert.values()) {
            Gauge.builder("cellmesh.slo.alert", () -> reading(kept).alerts().contains(alert) ? 1 : 0)
                    .description("Whether the error budget burns too fast over a long and a short window")
                    .tag("profile", profile)
                    .tag("alert", alert.wireName())
                    .register(meters);
        }
        return kept;
    }

    private BudgetReading reading(Kept kept) {
        return kept.reading(nanoClock.getAsLong());
    }

    private Counter counter(String profile, String verdict) {
        return Counter.builder("cellmesh.slo.requests")
                .description("Requests that count for an objective: bad ones failed or were later than their goal")
                .tag("profile", profile)
                .tag("verdict", verdict)
                .register(meters);
    }

    Map<String, BudgetReading> read() {
        Map<String, BudgetReading> all = new HashMap<>();
        byProfile.forEach((profile, kept) -> all.put(profile, reading(kept)));
        return all;
    }
}

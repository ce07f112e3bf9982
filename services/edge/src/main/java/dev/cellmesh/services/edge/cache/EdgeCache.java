package dev.cellmesh.services.edge.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Which answers does the edge keep, so that no cell has to give them again? Those to reads whose profile allows it, within their bound
 * of staleness and never beyond; see RATIONALE.md. Used on the edge's event loop only; bounded in bytes, and at most one question for
 * the same answer is on its way.
 */
public final class EdgeCache {
    /** Small beside a cell's heap, and thousands of answers. */
    static final long BYTES_MAX = 32L << 20;
    /** Of one path: pages, bounds and roles that are asked for at the same time. */
    static final int VARIANTS_MAX = 32;
    /** No answer lives longer, whatever its profile says. */
    private static final Duration LIFETIME_MAX = Duration.ofHours(1);
    /**
     * For so long after a write through this edge, nothing that it ended is kept again: a nearby replica may still tell what was before
     * the write. Longer than replicas are behind when nothing is wrong; when something is, the bound still holds.
     */
    static final Duration SETTLING = Duration.ofSeconds(2);
    /** Two paths that share one only keep a little less. */
    private static final int STRIPES = 1 << 12;

    /** For so long nobody asks for a newer answer after one has asked in vain. */
    static final Duration PAUSE = Duration.ofSeconds(1);

    private static final int IN_VAIN_MAX = 4_096;

    /** Of the shortest path below a tenant. */
    private static final int SEGMENTS_MIN = 4;

    /** What came of a request that might have been answered here? */
    public enum Outcome {
        HIT,
        STALE,
        MISS,
        FOLLOWED,
        BYPASS
    }

    /** What is there for a request? */
    public sealed interface Found {
        /** @param fill the question for a newer one, if one is to be asked; to be ended by who gets it */
        record Answer(Kept kept, Optional<Fill> fill) implements Found {}

        /** @param fill to be ended by who gets it */
        record Nothing(Fill fill) implements Found {}

        /** Somebody asks already. */
        record OnItsWay(Future<Void> done) implements Found {}

        /** Too many wait for the one who asks. */
        record Crowded() implements Found {}
    }

    private final LongSupplier nanoClock;
    private final InstantSource wallClock;
    private final Cache<String, List<Kept>> kept;
    private final Map<Variant, Fill> onTheirWay = new HashMap<>();
    private final Cache<Variant, Boolean> askedInVain;
    private final long[] writtenNanos = new long[STRIPES];
    private final boolean[] written = new boolean[STRIPES];
    private final Map<Outcome, Counter> outcomes = new EnumMap<>(Outcome.class);

    public EdgeCache(LongSupplier nanoClock, InstantSource wallClock, MeterRegistry meters) {
        this.nanoClock = nanoClock;
        this.wallClock = wallClock;
        this.kept = Caffeine.newBuilder()
                .maximumWeight(BYTES_MAX)
                .weigher((String path, List<Kept> all) ->
                        all.stream().mapToInt(Kept::weightBytes).sum())
                .expireAfterWrite(LIFETIME_MAX)
                .ticker((Ticker) nanoClock::getAsLong)
                // On the event loop, as all of it: there is nothing to be waited for.
                .executor(Runnable::run)
                .build();
        this.askedInVain = Caffeine.newBuilder()
                .maximumSize(IN_VAIN_MAX)
                .expireAfterWrite(PAUSE)
                .ticker((Ticker) nanoClock::getAsLong)
                .executor(Runnable::run)
                .build();
        for (Outcome outcome : Outcome.values()) {
            outcomes.put(
                    outcome,
                    Counter.builder("cellmesh.edge.cache.requests")
                            .description("Requests whose answer may be kept, by what came of it")
                            .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                            .register(meters));
        }
        Gauge.builder("cellmesh.edge.cache.size", kept, EdgeCache::weightOf)
                .description("What the kept answers weigh")
                .baseUnit("bytes")
                .strongReference(true)
                .register(meters);
    }

    private static double weightOf(Cache<String, List<Kept>> cache) {
        return cache.policy()
                .eviction()
                .map(eviction -> (double) eviction.weightedSize().orElse(0))
                .orElse(0.0);
    }

    public Found find(Variant variant, Caching caching) {
        Optional<Kept> answer = usable(variant);
        Fill underWay = onTheirWay.get(variant);
        if (answer.isPresent()) {
            boolean old = answer.get().use(nanoClock.getAsLong()) == Kept.Use.WHILE_REVALIDATING;
            count(old ? Outcome.STALE : Outcome.HIT);
            boolean ask = old && underWay == null && askedInVain.getIfPresent(variant) == null;
            return new Found.Answer(answer.get(), ask ? Optional.of(begin(variant, caching)) : Optional.empty());
        }
        if (underWay == null) {
            count(Outcome.MISS);
            return new Found.Nothing(begin(variant, caching));
        }
        count(Outcome.FOLLOWED);
        return underWay.follow() ? new Found.OnItsWay(underWay.done()) : new Found.Crowded();
    }

    /** Without asking anybody for anything: for those who have waited already. */
    public Optional<Kept> usable(Variant variant) {
        List<Kept> variants = kept.getIfPresent(variant.path());
        if (variants == null) {
            return Optional.empty();
        }
        for (Kept each : variants) {
            if (each.variant().equals(variant)) {
                return each.use(nanoClock.getAsLong()) == Kept.Use.NOT ? Optional.empty() : Optional.of(each);
            }
        }
        return Optional.empty();
    }

    /** A request wants more than a kept answer can be. */
    public void bypassed() {
        count(Outcome.BYPASS);
    }

    /** A write to the path has come to its end through this edge, or may have: what was kept of it and around it is gone. */
    public void written(String path) {
        for (String each = path; segments(each) >= SEGMENTS_MIN; each = each.substring(0, each.lastIndexOf('/'))) {
            writtenNanos[stripe(each)] = nanoClock.getAsLong();
            written[stripe(each)] = true;
            kept.invalidate(each);
        }
    }

    /** A cell that has too much to do is not asked by every hit for what nobody waits for. */
    void askedInVain(Variant variant) {
        askedInVain.put(variant, true);
    }

    /** What was kept turned out to be no answer any more. */
    public void forget(Variant variant) {
        kept.asMap().computeIfPresent(variant.path(), (path, all) -> without(variant, all));
    }

    void keep(Kept answer) {
        int stripe = stripe(answer.variant().path());
        boolean settled = !written[stripe] || answer.asked().nanos() - writtenNanos[stripe] > SETTLING.toNanos();
        if (settled) {
            kept.asMap().merge(answer.variant().path(), List.of(answer), (all, one) -> {
                List<Kept> now = new ArrayList<>();
                now.add(answer);
                List<Kept> others = without(answer.variant(), all);
                if (others != null) {
                    now.addAll(others);
                }
                return List.copyOf(now.subList(0, Math.min(now.size(), VARIANTS_MAX)));
            });
        }
    }

    void ended(Fill fill) {
        onTheirWay.remove(fill.variant(), fill);
    }

    private Fill begin(Variant variant, Caching caching) {
        Fill fill = new Fill(this, variant, caching, new Kept.Moment(nanoClock.getAsLong(), wallClock.instant()));
        onTheirWay.put(variant, fill);
        return fill;
    }

    private void count(Outcome outcome) {
        outcomes.get(outcome).increment();
    }

    /** Null when none is left, as the map wants it. */
    private static List<Kept> without(Variant variant, List<Kept> all) {
        List<Kept> others =
                all.stream().filter(each -> !each.variant().equals(variant)).toList();
        return others.isEmpty() ? null : others;
    }

    private static int segments(String path) {
        return (int) path.chars().filter(c -> c == '/').count();
    }

    private static int stripe(String path) {
        return path.hashCode() & (STRIPES - 1);
    }
}

package dev.cellmesh.runtime.cell;

import dev.cellmesh.model.TenantId;
import dev.cellmesh.model.consistency.ReadLevel;
import dev.cellmesh.model.consistency.Seen;
import dev.cellmesh.model.consistency.Served;
import dev.cellmesh.model.profile.Level;
import dev.cellmesh.model.profile.ReadProfile;
import dev.cellmesh.runtime.token.WriteTokenCodec;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What does an answer say about the consistency that it got? Of an answer from several rings: what holds for all of them. */
final class ServedHeaders {
    /** What was kept for one request is not for another one that comes from somebody else, asks for more, or has seen more. */
    private static final String VARY =
            String.join(", ", "Authorization", RequestedLevel.HEADER, WriteTokenCodec.LAST_SEEN);

    private final WriteTokenCodec tokens;

    ServedHeaders(WriteTokenCodec tokens) {
        this.tokens = tokens;
    }

    /** @param seen what the client has seen before; its next token covers that, too */
    Map<String, String> of(TenantId tenant, Seen seen, List<Served> served, Instant now) {
        Map<String, String> headers = new TreeMap<>();
        Optional<Duration> staleness = staleness(served);
        ReadLevel level = weakest(served);
        headers.put(RequestedLevel.HEADER, level(level.wireName(), level, staleness));
        headers.put(
                "X-Data-Region",
                served.stream()
                        .map(each -> each.region().name())
                        .distinct()
                        .sorted()
                        .collect(Collectors.joining(", ")));
        headers.put(
                "X-Data-Stale",
                String.valueOf(!staleness.filter(Duration::isZero).isPresent()));
        if (level instanceof ReadLevel.Bounded bounded && staleness.isPresent()) {
            headers.put(
                    "X-Stale-After",
                    now.plus(bounded.staleness())
                            .minus(staleness.get())
                            .truncatedTo(ChronoUnit.MILLIS)
                            .toString());
        }
        Seen all = seen;
        for (Served each : served) {
            all = each.position().map(Seen::of).map(all::merge).orElse(all);
        }
        if (!all.isEmpty()) {
            headers.put(WriteTokenCodec.WRITTEN, tokens.encode(tenant, all));
        }
        return headers;
    }

    /**
     * The headers of a session's answer: of rings that the client has seen nothing of, whatever was read keeps its session. Not for
     * answers that may be older than was asked.
     */
    Map<String, String> ofSession(TenantId tenant, Seen seen, List<Served> served, Instant now) {
        Map<String, String> headers = of(tenant, seen, served, now);
        if (weakest(served) instanceof ReadLevel.Eventual eventual) {
            headers.put(RequestedLevel.HEADER, level(Level.SESSION.wireName(), eventual, staleness(served)));
        }
        return headers;
    }

    /**
     * What may be kept outside, and for which requests: as long as the answer is surely within its bound. Whoever asks for more than a
     * bound wants it from the database.
     */
    static Map<String, String> caching(ReadProfile profile, Optional<Level> asked, List<Served> served) {
        if (profile.cacheable().isEmpty() || !(profile.weakest() instanceof Level.Bounded weakest)) {
            return Map.of();
        }
        Level granted = asked.isPresent() ? profile.granted(asked) : weakest;
        String kept = "no-cache";
        if (granted instanceof Level.Bounded bounded) {
            Duration age = staleness(served).orElse(bounded.staleness());
            long leftSeconds = bounded.staleness().minus(age).toSeconds();
            kept = "max-age=" + Math.max(0, Math.min(profile.cacheable().get().toSeconds(), leftSeconds));
        }
        return Map.of("Cache-Control", "private, " + kept, "Vary", VARY);
    }

    private static String level(String name, ReadLevel level, Optional<Duration> staleness) {
        StringBuilder text = new StringBuilder(name);
        if (level instanceof ReadLevel.Bounded bounded) {
            text.append("; max-staleness=")
                    .append(bounded.staleness().toMillis())
                    .append("ms");
        }
        staleness
                .filter(age -> !age.isZero())
                .ifPresent(age ->
                        text.append("; staleness=").append(age.toMillis()).append("ms"));
        return text.toString();
    }

    /** The oldest; empty when one of them cannot tell. */
    private static Optional<Duration> staleness(List<Served> served) {
        return served.stream().allMatch(each -> each.staleness().isPresent())
                ? served.stream().map(each -> each.staleness().orElseThrow()).max(Comparator.naturalOrder())
                : Optional.empty();
    }

    private static ReadLevel weakest(List<Served> served) {
        return served.stream()
                .map(Served::level)
                .min(Comparator.comparingInt(ServedHeaders::rank))
                .orElseThrow();
    }

    private static int rank(ReadLevel level) {
        return switch (level) {
            case ReadLevel.Eventual eventual -> 0;
            case ReadLevel.Bounded bounded -> 1;
            case ReadLevel.Session session -> 2;
            case ReadLevel.Causal causal -> 3;
            case ReadLevel.Global global -> 4;
            case ReadLevel.Strong strong -> 5;
        };
    }
}

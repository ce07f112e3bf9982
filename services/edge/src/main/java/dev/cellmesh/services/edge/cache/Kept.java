package dev.cellmesh.services.edge.cache;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What was answered, and how old has it become? It is fresh for the first half of its life. In the second half it is served all the
 * same, while somebody asks for a newer one. It never lives longer than the bound of staleness that it was asked for with.
 *
 * @param variant what it answers
 * @param headers without those that are of one exchange only
 * @param asked when the question for it was sent: the data is no younger than that
 */
public record Kept(Variant variant, MultiMap headers, Buffer body, Storable storable, Moment asked) {
    /** Of both clocks at once: ages are measured, times of day are told. */
    public record Moment(long nanos, Instant time) {}

    /** How is an answer of this age to be used? */
    public enum Use {
        FRESH,
        WHILE_REVALIDATING,
        NOT
    }

    /** Of one exchange, or said anew each time. */
    private static final Set<String> NOT_KEPT = Set.of(
            "age",
            "cache-status",
            "connection",
            "content-length",
            "date",
            "keep-alive",
            "retry-after",
            "server-timing",
            "traceparent",
            "tracestate",
            "transfer-encoding",
            "via",
            "x-consistency-level",
            "x-data-stale",
            "x-stale-after");

    /** They count requests at the time of the answer; repeated, they would be wrong (draft-ietf-httpapi-ratelimit-headers). */
    private static final String RATE_LIMIT = "ratelimit";

    private static final int OVERHEAD_BYTES = 1_024;
    private static final long MILLIS_PER_SECOND = 1_000;
    private static final int FRESH_PARTS = 2;

    static Kept of(Variant variant, MultiMap answered, Buffer body, Storable storable, Moment asked) {
        MultiMap headers = HttpHeaders.headers();
        for (Map.Entry<String, String> header : answered) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (!NOT_KEPT.contains(name) && !name.startsWith(RATE_LIMIT)) {
                headers.add(header.getKey(), header.getValue());
            }
        }
        return new Kept(variant, headers, body, storable, asked);
    }

    /** The same body, which a cell has said is still right. */
    Kept confirmed(Storable now, Moment askedNow) {
        return new Kept(variant, headers, body, now, askedNow);
    }

    public Use use(long nowNanos) {
        long age = ageMillis(nowNanos);
        if (age >= storable.lifetimeMillis()) {
            return Use.NOT;
        }
        return age * FRESH_PARTS < storable.lifetimeMillis() ? Use.FRESH : Use.WHILE_REVALIDATING;
    }

    /** Rounded up: nobody may take it for younger than it is. */
    private long ageMillis(long nowNanos) {
        return Math.ceilDiv(nowNanos - asked.nanos(), TimeUnit.MILLISECONDS.toNanos(1));
    }

    /** The headers that are true of it now. */
    public MultiMap headersAt(long nowNanos, String edgeId) {
        long ageMillis = ageMillis(nowNanos);
        long bound = variant.boundMillis();
        long ttlSeconds = (storable.lifetimeMillis() - ageMillis) / MILLIS_PER_SECOND;
        MultiMap now = HttpHeaders.headers().addAll(headers);
        now.set(
                Caching.LEVEL,
                "bounded; max-staleness=" + bound + "ms; staleness=" + (storable.stalenessMillis() + ageMillis) + "ms");
        now.set("X-Data-Stale", "true");
        now.set(
                "X-Stale-After",
                asked.time()
                        .plusMillis(bound - storable.stalenessMillis())
                        .truncatedTo(ChronoUnit.MILLIS)
                        .toString());
        now.set("Age", Long.toString(Math.ceilDiv(ageMillis, MILLIS_PER_SECOND)));
        now.set(CacheStatus.HEADER, CacheStatus.hit(edgeId, ttlSeconds));
        return now;
    }

    public String etag() {
        return headers.get(HttpHeaders.ETAG);
    }

    /** Does the client have this very body? By weak comparison (RFC 9110, 13.1.2). */
    public boolean isKnownTo(List<String> ifNoneMatch) {
        String own = etag();
        if (own == null) {
            return false;
        }
        for (String value : ifNoneMatch) {
            for (String tag : value.split(",", -1)) {
                String bare = tag.strip();
                if (bare.equals("*") || weak(bare).equals(weak(own))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static String weak(String tag) {
        return tag.startsWith("W/") ? tag.substring(2) : tag;
    }

    int weightBytes() {
        int bytes = OVERHEAD_BYTES
                + body.length()
                + 2 * (variant.path().length() + variant.text().length());
        for (Map.Entry<String, String> header : headers) {
            bytes += 2 * (header.getKey().length() + header.getValue().length());
        }
        return bytes;
    }
}

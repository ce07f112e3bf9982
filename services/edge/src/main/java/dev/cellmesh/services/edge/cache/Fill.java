package dev.cellmesh.services.edge.cache;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;

/**
 * What comes of one question to a cell, whose answer may be worth keeping? To be ended exactly once, in any case: others may wait for
 * it.
 */
public final class Fill {
    /** More than any list of a service has; what is larger costs more to keep than to ask for. */
    static final int BODY_BYTES_MAX = 64 << 10;
    /** Who comes later asks for itself. */
    private static final int FOLLOWERS_MAX = 1_000;

    private final EdgeCache cache;
    private final Variant variant;
    private final Caching caching;
    private final Kept.Moment asked;
    private final Promise<Void> done = Promise.promise();
    private int followers;
    private MultiMap headers;
    private Storable storable = Storable.NOT;
    private Buffer body = Buffer.buffer();
    private boolean ended;

    Fill(EdgeCache cache, Variant variant, Caching caching, Kept.Moment asked) {
        this.cache = cache;
        this.variant = variant;
        this.caching = caching;
        this.asked = asked;
    }

    Variant variant() {
        return variant;
    }

    Kept.Moment asked() {
        return asked;
    }

    /** @return false when too many wait already */
    boolean follow() {
        followers++;
        return followers <= FOLLOWERS_MAX;
    }

    public Future<Void> done() {
        return done.future();
    }

    /**
     * The head of the answer has come.
     *
     * @param edgeId for what is returned
     * @return what to say of it in {@link CacheStatus#HEADER}
     */
    public String head(int status, MultiMap answered, String edgeId) {
        headers = answered;
        storable = Storable.of(status, answered, caching, variant.boundMillis());
        String length = answered.get("Content-Length");
        if (length != null && (length.length() > 6 || Integer.parseInt(length) > BODY_BYTES_MAX)) {
            storable = Storable.NOT;
        }
        return CacheStatus.missed(edgeId, storable.isStorable());
    }

    public void add(Buffer chunk) {
        if (!storable.isStorable()) {
            return;
        }
        if (body.length() + (long) chunk.length() > BODY_BYTES_MAX) {
            storable = Storable.NOT;
            body = Buffer.buffer();
        } else {
            body.appendBuffer(chunk);
        }
    }

    /** The answer is here, whole. */
    public void end() {
        if (!ended && storable.isStorable()) {
            cache.keep(Kept.of(variant, headers, body, storable, asked));
        }
        abandon();
    }

    /** The cell says that the kept answer is still right; says how good it is now in the headers. */
    public void confirm(Kept old, MultiMap answered) {
        Storable now = Storable.of(200, answered, caching, variant.boundMillis());
        if (!ended && now.isStorable()) {
            cache.keep(old.confirmed(now, asked));
        }
        abandon();
    }

    /** Nothing came of it, and what is kept is still good: it is not asked for again at once. */
    public void inVain() {
        if (!ended) {
            cache.askedInVain(variant);
        }
        abandon();
    }

    /** Nothing will come of it; does nothing when it has ended already. */
    public void abandon() {
        if (!ended) {
            ended = true;
            cache.ended(this);
            done.complete();
        }
    }
}

package dev.cellmesh.services.edge.compress;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which answers are compressed, and what does that cost at most? Good answers to GET, of text, from {@value #BYTES_MIN} to
 * {@value #BYTES_MAX} bytes, for clients that accept gzip. Used on the edge's event loop.
 */
public final class Compression {
    /** Below, what is saved fits the same packet. */
    static final int BYTES_MIN = 1 << 10;
    /** As much as a request may have; it takes some 10 ms of an event loop, in pieces as it comes. */
    static final int BYTES_MAX = 1 << 20;
    /** Of zlib's nine: three times as fast as its default, and a tenth larger with JSON. */
    private static final int LEVEL = 1;
    /** A quarter of a megabyte each, outside of the heap; what comes more is sent as it is. */
    static final int AT_ONCE_MAX = 64;

    private static final String IDENTITY_ONLY = "no-transform";

    private final Counter in;
    private final Counter out;
    private int atOnce;

    public Compression(MeterRegistry meters) {
        in = counter(meters, "cellmesh.edge.compression.in", "Bytes of answers before they were compressed");
        out = counter(meters, "cellmesh.edge.compression.out", "Bytes of answers after they were compressed");
    }

    private static Counter counter(MeterRegistry meters, String name, String description) {
        return Counter.builder(name).description(description).baseUnit("bytes").register(meters);
    }

    /** One answer that is being compressed. To be closed in any case; that is safe to do more than once. */
    public final class Compressed {
        private final Gzip gzip = new Gzip(LEVEL);
        private boolean closed;

        private Compressed() {
            atOnce++;
        }

        /** What can be sent by now; perhaps nothing. */
        public Buffer add(Buffer chunk) {
            in.increment(chunk.length());
            return counted(gzip.add(chunk));
        }

        /** The rest. */
        public Buffer end() {
            Buffer rest = counted(gzip.end());
            close();
            return rest;
        }

        public void close() {
            if (!closed) {
                closed = true;
                atOnce--;
                gzip.close();
            }
        }

        private Buffer counted(Buffer bytes) {
            out.increment(bytes.length());
            return bytes;
        }
    }

    /**
     * Is this answer to be compressed? When it is, its headers say so from now on, and it has no length any more.
     *
     * @param asked the client's headers
     * @param answer headers with the length of the body, if it is known
     */
    public Optional<Compressed> begin(HttpMethod method, MultiMap asked, int status, MultiMap answer) {
        String accepted = asked.contains(HttpHeaders.ACCEPT_ENCODING)
                ? String.join(",", asked.getAll(HttpHeaders.ACCEPT_ENCODING))
                : null;
        if (status == 304) {
            tagAsKnown(asked, answer);
            return Optional.empty();
        }
        if (!method.equals(HttpMethod.GET) || status != 200 || !isCompressible(answer)) {
            return Optional.empty();
        }
        vary(answer);
        if (!AcceptedEncoding.allowsGzip(accepted) || atOnce >= AT_ONCE_MAX) {
            return Optional.empty();
        }
        answer.set(HttpHeaders.CONTENT_ENCODING, "gzip");
        answer.remove(HttpHeaders.CONTENT_LENGTH);
        answer.remove(HttpHeaders.ACCEPT_RANGES);
        String tag = answer.get(HttpHeaders.ETAG);
        if (tag != null) {
            answer.set(HttpHeaders.ETAG, EntityTags.ofCompressed(tag));
        }
        return Optional.of(new Compressed());
    }

    /** "Not modified" names the body that the client has. */
    private static void tagAsKnown(MultiMap asked, MultiMap answer) {
        String tag = answer.get(HttpHeaders.ETAG);
        String known = asked.get(HttpHeaders.IF_NONE_MATCH);
        if (tag != null && known != null && EntityTags.namesCompressed(known)) {
            answer.set(HttpHeaders.ETAG, EntityTags.ofCompressed(tag));
        }
    }

    private static boolean isCompressible(MultiMap answer) {
        String type = answer.get(HttpHeaders.CONTENT_TYPE);
        String length = answer.get(HttpHeaders.CONTENT_LENGTH);
        String control = answer.get(HttpHeaders.CACHE_CONTROL);
        return type != null
                && length != null
                && isText(type.toLowerCase(Locale.ROOT))
                && !answer.contains(HttpHeaders.CONTENT_ENCODING)
                && !answer.contains(HttpHeaders.CONTENT_RANGE)
                && (control == null || !control.contains(IDENTITY_ONLY))
                && isWorthIt(length);
    }

    private static boolean isWorthIt(String length) {
        // The decoder has made sure that it is a number.
        long bytes = Long.parseLong(length);
        return bytes >= BYTES_MIN && bytes <= BYTES_MAX;
    }

    private static boolean isText(String type) {
        return type.startsWith("application/json") || type.startsWith("text/") || type.contains("+json");
    }

    private static void vary(MultiMap answer) {
        List<String> values = answer.getAll(HttpHeaders.VARY);
        String encoding = HttpHeaders.ACCEPT_ENCODING.toString();
        answer.set(HttpHeaders.VARY, values.isEmpty() ? encoding : String.join(", ", values) + ", " + encoding);
    }
}

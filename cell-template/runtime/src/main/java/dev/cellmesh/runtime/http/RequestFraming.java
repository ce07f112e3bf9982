package dev.cellmesh.runtime.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import java.util.Optional;

/**
 * Can two servers disagree on where this request begins, ends, or goes to? Then nobody may forward it. What the decoder
 * refuses by itself (two lengths, a length that is no number, spaces in names) does not come this far.
 */
public final class RequestFraming {
    private RequestFraming() {}

    /** @return what is wrong, for the client to read; empty when nothing is */
    static Optional<String> faultOf(HttpVersion version, String uri, MultiMap headers) {
        List<String> codings = headers.getAll(HttpHeaders.TRANSFER_ENCODING);
        if (!codings.isEmpty()) {
            if (version == HttpVersion.HTTP_1_0) {
                return Optional.of("HTTP/1.0 has no Transfer-Encoding.");
            }
            if (codings.size() > 1 || !codings.get(0).equalsIgnoreCase("chunked")) {
                return Optional.of("The only Transfer-Encoding that is understood is chunked.");
            }
        }
        if (headers.getAll(HttpHeaders.CONTENT_LENGTH).size() > 1) {
            return Optional.of("Send one Content-Length.");
        }
        int hosts = headers.getAll(HttpHeaders.HOST).size();
        if (hosts > 1 || (hosts == 0 && version != HttpVersion.HTTP_1_0)) {
            return Optional.of("Send one Host.");
        }
        if (headers.getAll(HttpHeaders.AUTHORIZATION).size() > 1) {
            return Optional.of("Send one Authorization.");
        }
        if (!uri.startsWith("/")) {
            return Optional.of("The target must be a path.");
        }
        return Optional.empty();
    }

    /** Will bytes follow the headers? */
    public static boolean hasBody(MultiMap headers) {
        String length = headers.get(HttpHeaders.CONTENT_LENGTH);
        return headers.contains(HttpHeaders.TRANSFER_ENCODING) || (length != null && !length.equals("0"));
    }
}

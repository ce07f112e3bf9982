package dev.cellmesh.services.edge;

import dev.cellmesh.runtime.pipeline.TraceContext;
import dev.cellmesh.runtime.route.RouteTable;
import dev.cellmesh.services.edge.compress.EntityTags;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Which headers go on to the next hop? Those that are for both ends, and none that are for one connection only (RFC 9110,
 * 7.6.1) or that a client could use to speak with the edge's voice.
 */
final class HopHeaders {
    static final String VIA = "Via";
    static final String FORWARDED = "Forwarded";
    static final String FORWARDED_FOR = "X-Forwarded-For";
    static final String SERVER_TIMING = "Server-Timing";
    private static final String TRACE_STATE = "tracestate";

    /** About one connection. The edge frames bodies anew and answers Expect itself, so those do not go on either. */
    private static final Set<String> ONE_HOP = Set.of(
            "connection",
            "keep-alive",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "http2-settings",
            "expect",
            "content-length",
            "host");

    private static final String PROXY_PREFIX = "proxy-";

    /** What only the edge, or only a cell, may say. */
    private static final Set<String> NOT_FROM_CLIENTS = Set.of(
            "forwarded",
            "x-real-ip",
            "x-original-url",
            "x-rewrite-url",
            "x-http-method-override",
            "x-cell",
            "x-data-region",
            "x-request-deadline",
            "x-route-epoch",
            "traceparent",
            // The edge compresses, and not the cells: bytes that a cell compressed could not be kept for everybody.
            "accept-encoding",
            // Of use to the edge only, and believed by it when a CDN says them.
            "cloudfront-viewer-country",
            "cf-ipcountry",
            "x-vercel-ip-country",
            "x-appengine-country");

    private static final List<String> NOT_FROM_CLIENTS_PREFIXES = List.of("x-forwarded-", "x-cellmesh-");

    private HopHeaders() {}

    /**
     * All headers of the request to a cell, but for its framing.
     *
     * @param words of the edge, by name
     * @param routeEpoch of the routes by which the cell was chosen
     */
    static void toCell(
            HttpServerRequest request,
            String edgeId,
            Map<String, String> words,
            TraceContext trace,
            long deadlineMillis,
            long routeEpoch,
            MultiMap headers) {
        fromClient(request.headers(), headers);
        words.forEach(headers::set);
        headers.set(TraceContext.HEADER, trace.header());
        String clientsTrace = request.getHeader(TraceContext.HEADER);
        if (clientsTrace == null || !clientsTrace.contains(trace.traceId())) {
            // It belongs to a trace that could not be read.
            headers.remove(TRACE_STATE);
        }
        List<String> via = headers.getAll(VIA);
        String own = "1.1 " + edgeId;
        headers.set(VIA, via.isEmpty() ? own : String.join(", ", via) + ", " + own);
        String client = request.remoteAddress().hostAddress();
        headers.set(FORWARDED_FOR, client);
        headers.set(FORWARDED, forwarded(client, request.getHeader(HttpHeaders.HOST)));
        headers.set(RequestDeadline.HEADER, Long.toString(deadlineMillis));
        headers.set(RouteTable.EPOCH_HEADER, Long.toString(routeEpoch));
    }

    /** Adds the client's headers that a cell may see. What the edge says itself is to be set after this. */
    static void fromClient(MultiMap headers, MultiMap kept) {
        Set<String> named = namedByConnection(headers);
        for (Map.Entry<String, String> header : headers) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (goesOn(name, named) && !NOT_FROM_CLIENTS.contains(name) && !hasPrefixOfOurs(name)) {
                kept.add(header.getKey(), isOfTags(name) ? EntityTags.ofCells(header.getValue()) : header.getValue());
            }
        }
    }

    private static boolean isOfTags(String name) {
        return name.equals("if-match") || name.equals("if-none-match");
    }

    private static boolean hasPrefixOfOurs(String name) {
        for (String prefix : NOT_FROM_CLIENTS_PREFIXES) {
            if (name.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }

    /** Adds the cell's headers that the client may see, without its framing. */
    static void fromCell(MultiMap headers, MultiMap kept) {
        Set<String> named = namedByConnection(headers);
        for (Map.Entry<String, String> header : headers) {
            if (goesOn(header.getKey().toLowerCase(Locale.ROOT), named)) {
                kept.add(header.getKey(), header.getValue());
            }
        }
    }

    /** The value of {@code Forwarded} for a client that connected to the edge. */
    static String forwarded(String clientAddress, String host) {
        String node = clientAddress.indexOf(':') < 0 ? clientAddress : "\"[" + clientAddress + "]\"";
        // Whatever else a client sends as Host is not repeated: it could hold quotes.
        return host == null || !isPlain(host)
                ? "for=" + node + ";proto=http"
                : "for=" + node + ";host=\"" + host + "\";proto=http";
    }

    /** Of names, addresses and a port, which are letters, digits and these three. */
    private static boolean isPlain(String host) {
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            boolean word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!word && c != '.' && c != '-' && c != ':') {
                return false;
            }
        }
        return !host.isEmpty();
    }

    private static boolean goesOn(String name, Set<String> named) {
        return !ONE_HOP.contains(name) && !name.startsWith(PROXY_PREFIX) && !named.contains(name);
    }

    private static Set<String> namedByConnection(MultiMap headers) {
        if (!headers.contains(HttpHeaders.CONNECTION)) {
            return Set.of();
        }
        Set<String> named = new HashSet<>();
        for (String value : headers.getAll(HttpHeaders.CONNECTION)) {
            for (String name : value.split(",", -1)) {
                named.add(name.strip().toLowerCase(Locale.ROOT));
            }
        }
        return named;
    }
}

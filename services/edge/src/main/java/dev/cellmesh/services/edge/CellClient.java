package dev.cellmesh.services.edge;

import dev.cellmesh.model.CellId;
import dev.cellmesh.runtime.node.Endpoint;
import dev.cellmesh.runtime.problem.ProblemType;
import io.netty.channel.ConnectTimeoutException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.ConnectException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/** How does the edge reach the cells? A bounded pool of kept-alive HTTP/1.1 connections to each; see RATIONALE.md. */
final class CellClient {
    /**
     * As long as may be, since a new connection over the WAN costs a round trip; but shorter than the five minutes that a cell
     * keeps an idle one, so that a request never goes out on a connection that the cell is closing.
     */
    private static final int KEEP_ALIVE_SECONDS = 240;

    private static final int HEADER_BYTES_MAX = 32 << 10;
    /** At one cell, together with those that were given up and whose connect is not over: far more than ever are. */
    private static final int LOOKS_MAX = 64;

    private final HttpClient http;
    /** Each look has a connection of its own: where all others are in use, to wait for one would say nothing of the cell. */
    private final HttpClient looks;

    private final Map<String, Endpoint> endpoints;
    private final EdgeLimits limits;

    CellClient(Vertx vertx, Map<String, Endpoint> endpoints, EdgeLimits limits) {
        this.endpoints = Map.copyOf(endpoints);
        this.limits = limits;
        HttpClientOptions options = new HttpClientOptions()
                .setConnectTimeout(limits.connectMillisMax())
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setMaxHeaderSize(HEADER_BYTES_MAX)
                .setDecompressionSupported(false);
        this.http = vertx.createHttpClient(
                options,
                new PoolOptions()
                        .setHttp1MaxSize(limits.connectionsPerCellMax())
                        .setMaxWaitQueueSize(limits.waitersPerCellMax()));
        this.looks = vertx.createHttpClient(
                new HttpClientOptions(options).setKeepAlive(false), new PoolOptions().setHttp1MaxSize(LOOKS_MAX));
    }

    /**
     * A request on a connection of its own, of which nothing is sent yet: when it fails, the cell knows nothing of it.
     *
     * @param waitMillis most time to wait for a connection
     */
    Future<HttpClientRequest> request(CellId cell, HttpMethod method, String target, long waitMillis) {
        return request(http, cell, method, target, waitMillis);
    }

    private Future<HttpClientRequest> request(
            HttpClient by, CellId cell, HttpMethod method, String target, long waitMillis) {
        Endpoint endpoint = endpoints.get(cell.toString());
        if (endpoint == null) {
            return Future.failedFuture(new ConnectException("nobody knows where " + cell + " listens"));
        }
        return by.request(new RequestOptions()
                .setHost(endpoint.host())
                .setPort(endpoint.port())
                .setMethod(method)
                .setURI(target)
                .setFollowRedirects(false)
                .setConnectTimeout(waitMillis));
    }

    /** What does a cell give of itself? */
    enum Sign {
        /** Some HTTP answer. */
        ANSWERS,
        /** Nobody listens at its port. */
        REFUSES,
        /** The connection ends without an answer: so does a link to a cell that is gone, and so does a link that is cut. */
        CLOSES,
        /** Nothing, in time. */
        SILENT
    }

    /** May the cell get requests again? Any HTTP answer says so but that of one that stops. */
    Future<Boolean> probe(CellId cell) {
        return greet(cell, limits.connectMillisMax())
                .map(status -> status != ProblemType.DRAINING.status())
                .otherwise(false);
    }

    /** A short look, for those whom a client waits for; never fails. */
    Future<Sign> look(CellId cell) {
        return greet(cell, limits.lookMillisMax()).map(status -> Sign.ANSWERS).otherwise(CellClient::signOf);
    }

    /** @return the status of the answer */
    private Future<Integer> greet(CellId cell, int waitMillis) {
        return request(looks, cell, HttpMethod.GET, "/", waitMillis)
                .compose(request -> {
                    request.exceptionHandler(lost -> {});
                    request.idleTimeout(waitMillis);
                    return request.send();
                })
                .compose(response -> response.end().map(response.statusCode()));
    }

    private static Sign signOf(Throwable failure) {
        if (failure instanceof TimeoutException || failure instanceof ConnectTimeoutException) {
            return Sign.SILENT;
        }
        return failure instanceof ConnectException ? Sign.REFUSES : Sign.CLOSES;
    }

    /** The others of its region. */
    List<CellId> peers(CellId cell) {
        return endpoints.keySet().stream()
                .map(CellId::parse)
                .filter(other -> other.region().equals(cell.region()) && !other.equals(cell))
                .toList();
    }

    Future<Void> close() {
        return looks.close().eventually(http::close);
    }
}

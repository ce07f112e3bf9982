package dev.cellmesh.load.client;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * How does a request get to the target, and what came of it? It keeps its own connections (see RATIONALE.md), so that a
 * request that has to wait for one is seen and counted. Made and used on one event loop, the generator's.
 */
public final class LoadClient {
    /** How exactly timeouts are kept. */
    private static final int SWEEP_MILLIS = 5;

    private static final int HEADER_BYTES_MAX = 64 << 10;

    private final Vertx vertx;
    private final ClientSettings settings;
    private final LongSupplier nanos;
    private final Runnable waited;
    private final HttpClientAgent http;
    private final Map<URI, Origin> origins = new HashMap<>();
    private final Deadlines answers;
    private final Deadlines connections;
    private final long sweeper;
    private boolean closed;

    /**
     * @param nanos as {@code System.nanoTime}
     * @param waited told of each request that finds no free connection
     */
    public LoadClient(Vertx vertx, ClientSettings settings, LongSupplier nanos, Runnable waited) {
        this.vertx = vertx;
        this.settings = settings;
        this.nanos = nanos;
        this.waited = waited;
        this.http = vertx.httpClientBuilder()
                .with(options(settings))
                // Its pool is not used, and needs no cleaning.
                .with(new PoolOptions().setCleanerPeriod(0))
                .build();
        this.answers = new Deadlines(settings.timeout(), nanos);
        this.connections = new Deadlines(settings.timeout(), nanos);
        this.sweeper = vertx.setPeriodic(SWEEP_MILLIS, id -> {
            connections.sweep();
            answers.sweep();
        });
    }

    private static HttpClientOptions options(ClientSettings settings) {
        return new HttpClientOptions()
                .setProtocolVersion(settings.http2() ? HttpVersion.HTTP_2 : HttpVersion.HTTP_1_1)
                .setUseAlpn(settings.http2())
                .setHttp2ClearTextUpgrade(false)
                .setHttp2MultiplexingLimit(Link.STREAMS_MAX)
                .setTrustAll(settings.trustAll())
                .setVerifyHost(!settings.trustAll())
                .setTcpNoDelay(true)
                .setDecompressionSupported(false)
                .setMaxHeaderSize(HEADER_BYTES_MAX)
                .setConnectTimeout((int) settings.timeout().toMillis())
                .setSslHandshakeTimeout(settings.timeout().toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
    }

    /** Opens the first connections, so that a run does not begin with waiting; fails when an origin lets nobody in. */
    public Future<Void> open(Collection<URI> all) {
        List<Future<Void>> opened = new ArrayList<>();
        all.forEach(uri -> opened.add(origin(uri).open(settings.openFirst())));
        return Future.all(opened).mapEmpty();
    }

    /** Sends now, or as soon as a connection is free; {@code then} hears of it exactly once, perhaps before this returns. */
    public void send(PreparedRequest request, Consumer<Reception> then) {
        Sending sending = new Sending(request, then, nanos, settings.bodyBytesMax(), answers);
        if (closed) {
            sending.notSent(Reception.Why.STOPPED, "the client is closed");
            return;
        }
        origin(request.origin()).carry(sending);
    }

    /** Requests that wait for a connection. */
    public int waiting() {
        return origins.values().stream().mapToInt(Origin::waiting).sum();
    }

    /** What waits for a connection will not be sent any more; what was sent goes on. */
    public void giveUpWaiting() {
        origins.values().forEach(origin -> origin.giveUp("the run is over"));
    }

    /** Cuts off all that is not answered. */
    public Future<Void> close() {
        if (closed) {
            return Future.succeededFuture();
        }
        closed = true;
        vertx.cancelTimer(sweeper);
        giveUpWaiting();
        answers.takeAll().forEach(Deadlines.Timed::timeOut);
        return http.close();
    }

    private Origin origin(URI uri) {
        Origin known = origins.get(uri);
        if (known == null) {
            boolean tls = "https".equals(uri.getScheme());
            int port = uri.getPort() >= 0 ? uri.getPort() : tls ? 443 : 80;
            HttpConnectOptions to = new HttpConnectOptions()
                    .setHost(uri.getHost())
                    .setPort(port)
                    .setSsl(tls)
                    .setConnectTimeout(settings.timeout().toMillis());
            known = new Origin(
                    settings,
                    waited,
                    connections,
                    later -> vertx.runOnContext(ignored -> later.run()),
                    () -> http.connect(to));
            origins.put(uri, known);
        }
        return known;
    }
}

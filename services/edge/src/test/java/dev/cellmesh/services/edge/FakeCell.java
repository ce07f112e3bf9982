package dev.cellmesh.services.edge;

import dev.cellmesh.model.CellId;
import dev.cellmesh.runtime.consistency.ProfilesDocument;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A real HTTP server that stands for a cell; it remembers what came, and answers as a test tells it. */
final class FakeCell {
    /** A request as it came, with its whole body. */
    record Seen(String method, String target, MultiMap headers, Buffer body) {}

    final List<Seen> seen = new CopyOnWriteArrayList<>();
    /** Requests whose head came, other than probes and questions for the profiles. */
    final List<HttpServerRequest> begun = new CopyOnWriteArrayList<>();

    /** Open ones on which a request came, other than probes and questions for the profiles. */
    final Set<HttpConnection> connections = ConcurrentHashMap.newKeySet();

    static final int SILENT = 0;
    /** Probes that got no answer. */
    final List<HttpServerRequest> silenced = new CopyOnWriteArrayList<>();

    private final Vertx vertx;
    private final CellId id;
    private HttpServer server;
    private int port;
    private volatile boolean listening;
    private volatile boolean closing;
    private volatile int probeStatus = 404;
    private final AtomicInteger probes = new AtomicInteger();
    private volatile Handler<HttpServerRequest> begin = request -> {};
    private volatile Handler<HttpServerRequest> answer;
    private volatile Handler<HttpServerRequest> profiles = request -> request.response()
            .setStatusCode(404)
            .putHeader("Connection", "close")
            .end();

    FakeCell(Vertx vertx, CellId id) {
        this.vertx = vertx;
        this.id = id;
        this.answer =
                request -> request.response().putHeader("X-Cell", id.toString()).end("from " + id);
        listen();
    }

    /** What to do when the whole request has come. */
    void answers(Handler<HttpServerRequest> handler) {
        answer = handler;
    }

    /** The status that probes get; of a cell that serves, 404; {@link #SILENT} for none. */
    void answersProbes(int status) {
        probeStatus = status;
    }

    int probes() {
        return probes.get();
    }

    /** What to do when the head has come. */
    void begins(Handler<HttpServerRequest> handler) {
        begin = handler;
    }

    /** What to do when an edge asks what the operations promise; such questions are not among the requests. */
    void tellsProfiles(Handler<HttpServerRequest> handler) {
        profiles = handler;
    }

    void answersProblem(int status, String type) {
        answers(request -> request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/problem+json")
                .end("{\"type\":\"https://cellmesh.dev/problems/" + type + "\",\"status\":" + status + "}"));
    }

    int requests() {
        return begun.size();
    }

    int port() {
        return port;
    }

    void stop() {
        server.close().await();
    }

    /** What a link does before a cell that is gone, or when it is cut itself: each connection ends at once. */
    void crashBehindLink() {
        closing = true;
        connections.forEach(HttpConnection::close);
    }

    boolean isListening() {
        return listening;
    }

    /** Dies at once, from its own event loop; when its connections end, nobody listens any more. */
    void crash() {
        listening = false;
        Set<HttpConnection> open = Set.copyOf(connections);
        server.close().onComplete(closed -> open.forEach(HttpConnection::close));
    }

    void listen() {
        server = vertx.createHttpServer()
                .connectionHandler(connection -> {
                    connection.closeHandler(closed -> connections.remove(connection));
                    if (closing) {
                        connection.close();
                    }
                })
                .requestHandler(this::handle)
                .listen(port, "127.0.0.1")
                .await();
        port = server.actualPort();
        listening = true;
    }

    private void handle(HttpServerRequest request) {
        if (closing) {
            request.connection().close();
            return;
        }
        if (request.path().equals("/")) {
            probes.incrementAndGet();
            if (probeStatus == SILENT) {
                silenced.add(request);
            } else {
                request.response().setStatusCode(probeStatus).end();
            }
            return;
        }
        if (request.path().equals(ProfilesDocument.TARGET)) {
            profiles.handle(request);
            return;
        }
        connections.add(request.connection());
        begun.add(request);
        begin.handle(request);
        request.body().onSuccess(body -> {
            seen.add(new Seen(request.method().name(), request.uri(), request.headers(), body));
            answer.handle(request);
        });
    }

    @Override
    public String toString() {
        return id.toString();
    }
}

package dev.cellmesh.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which connections does a server close by itself? The clock is the test's; only how often the server looks at it is not. */
class ServerGuardIT {
    private static final int LIMIT_MILLIS = 500;
    private static final int READ_MILLIS_MAX = 10_000;
    private static final String REQUEST = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final String ANSWER = "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n";

    private static final AtomicLong CLOCK = new AtomicLong();
    private static Vertx vertx;
    private static HttpServer server;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        server = listen(100, new SimpleMeterRegistry());
    }

    private static HttpServer listen(int connectionsMax, MeterRegistry meters) {
        SocketLimits limits = new SocketLimits(connectionsMax, 4_096, 16_384, LIMIT_MILLIS, LIMIT_MILLIS, 60_000, 500);
        return new ServerGuard(vertx, limits, CLOCK::get, meters)
                .guard(request -> request.response().end())
                .listen(0, "127.0.0.1")
                .await();
    }

    @AfterAll
    static void stop() {
        vertx.close().await();
    }

    private static Socket socket() throws IOException {
        return socket(server);
    }

    private static Socket socket(HttpServer server) throws IOException {
        Socket socket = new Socket("127.0.0.1", server.actualPort());
        socket.setSoTimeout(READ_MILLIS_MAX);
        return socket;
    }

    private static String ask(Socket socket) throws IOException {
        socket.getOutputStream().write(REQUEST.getBytes(StandardCharsets.US_ASCII));
        return new String(socket.getInputStream().readNBytes(ANSWER.length()), StandardCharsets.US_ASCII);
    }

    private static void passes(long millis) {
        CLOCK.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    /** Returns when the server has looked for silent connections once more. */
    private static void awaitLook(Socket silent) throws IOException {
        assertThat(silent.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void aConnectionInUseIsKeptHoweverShortItsRequestsAre() throws IOException {
        // The silent one comes first: the server has then accepted it, by its clock, before it answers the other.
        try (Socket silent = socket();
                Socket used = socket()) {
            assertThat(ask(used)).isEqualTo(ANSWER);
            passes(LIMIT_MILLIS - 1);
            assertThat(ask(used)).isEqualTo(ANSWER);
            passes(LIMIT_MILLIS - 1);
            awaitLook(silent);
            assertThat(ask(used)).isEqualTo(ANSWER);
        }
    }

    @Test
    void aConnectionThatWasUsedAndIsSilentIsClosed() throws IOException {
        try (Socket used = socket()) {
            assertThat(ask(used)).isEqualTo(ANSWER);
            passes(LIMIT_MILLIS + 1);
            awaitLook(used);
        }
    }

    @Test
    void oneBeyondTheMostIsClosedAtOnceAndCounted() throws IOException {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        HttpServer small = listen(1, meters);
        try (Socket first = socket(small);
                Socket beyond = socket(small)) {
            assertThat(ask(first)).isEqualTo(ANSWER);
            assertThat(beyond.getInputStream().read()).isEqualTo(-1);
            assertThat(meters.get("cellmesh.connections.open").gauge().value()).isEqualTo(1);
            assertThat(meters.get("cellmesh.connections.refused").counter().count())
                    .isEqualTo(1);
        }
    }
}

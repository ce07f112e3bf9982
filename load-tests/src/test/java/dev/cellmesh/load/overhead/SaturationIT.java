package dev.cellmesh.load.overhead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Against a server of its own, with a clock that goes on with each look. */
class SaturationIT {
    private static final long STEP_NANOS = Duration.ofMillis(1).toNanos();
    private static final int CONNECTIONS = 4;

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger served = new AtomicInteger();
    private final AtomicLong clock = new AtomicLong();
    private final Saturation saturation = new Saturation(() -> clock.addAndGet(STEP_NANOS));

    @AfterEach
    void close() {
        vertx.close().await();
    }

    private int serving(int everyTenth) {
        HttpServer server = vertx.createHttpServer()
                .requestHandler(request -> request.response()
                        .setStatusCode(served.incrementAndGet() % 10 == 0 ? everyTenth : 200)
                        .end("{\"x\":1}"))
                .listen(0, "127.0.0.1")
                .await();
        return server.actualPort();
    }

    private Saturation.Count run(int port) throws IOException {
        Requests reads = new Requests(
                Work.READ, "acme", "token", List.of("0", "1", "2", "3", "4", "5", "6", "7"), CONNECTIONS, "run");
        return saturation.run(port, reads, CONNECTIONS, 200, 200 * STEP_NANOS);
    }

    @Test
    void everyRequestIsAnsweredAndCountedOnce() throws IOException {
        Saturation.Count count = run(serving(200));
        assertThat(count.good()).isEqualTo(served.get()).isGreaterThan(CONNECTIONS);
        assertThat(count.others()).isZero();
        assertThat(count.tookNanos()).isGreaterThanOrEqualTo(200 * STEP_NANOS);
    }

    @Test
    void whatIsNotAsItShouldBeIsCountedApart() throws IOException {
        Saturation.Count count = run(serving(503));
        assertThat(count.others()).isEqualTo(served.get() / 10).isPositive();
        assertThat(count.good() + count.others()).isEqualTo(served.get());
    }

    @Test
    void aServerThatClosesEndsTheMeasurement() {
        int port = vertx.createHttpServer()
                .requestHandler(request -> request.connection().close())
                .listen(0, "127.0.0.1")
                .await()
                .actualPort();
        assertThatThrownBy(() -> run(port)).isInstanceOf(IOException.class);
    }
}

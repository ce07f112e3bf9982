package dev.cellmesh.load.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.load.client.Reception.Answered;
import dev.cellmesh.load.client.Reception.CutOff;
import dev.cellmesh.load.client.Reception.NotSent;
import dev.cellmesh.load.client.Reception.TimedOut;
import dev.cellmesh.load.client.Reception.Why;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Does the client tell what certainly did not happen from what nobody knows? Against servers that misbehave. */
@Timeout(60)
class LoadClientIT {
    private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final Context loop = vertx.getOrCreateContext();
    private final AtomicInteger waited = new AtomicInteger();
    private LoadClient client;

    @AfterEach
    void stop() {
        vertx.close().await();
    }

    private static ClientSettings settings(int connectionsMax, Duration timeout) {
        return new ClientSettings(false, false, connectionsMax, 0, timeout, 1000);
    }

    private void client(ClientSettings settings) {
        client = on(() -> new LoadClient(vertx, settings, System::nanoTime, waited::incrementAndGet));
    }

    private <T> T on(Callable<T> work) {
        Promise<T> done = Promise.promise();
        loop.runOnContext(any -> {
            try {
                done.complete(work.call());
            } catch (Exception e) {
                done.fail(e);
            }
        });
        return done.future().await();
    }

    private Future<Reception> send(URI origin, Buffer body) {
        Promise<Reception> ended = Promise.promise();
        loop.runOnContext(any -> client.send(
                new PreparedRequest(
                        body.length() > 0 ? HttpMethod.POST : HttpMethod.GET,
                        origin,
                        "/path?a=b",
                        MultiMap.caseInsensitiveMultiMap().add("X-Mine", "1"),
                        body),
                ended::complete));
        return ended.future();
    }

    private Future<Reception> send(URI origin) {
        return send(origin, Buffer.buffer());
    }

    private URI http(Handler<HttpServerRequest> handler) {
        HttpServer server =
                vertx.createHttpServer().requestHandler(handler).listen(0).await();
        return URI.create("http://localhost:" + server.actualPort());
    }

    private URI tcp(Handler<NetSocket> handler) {
        NetServer server =
                vertx.createNetServer().connectHandler(handler).listen(0).await();
        return URI.create("http://localhost:" + server.actualPort());
    }

    @Test
    void aWholeAnswerIsHandedOn() {
        URI server = http(request -> request.body()
                .onSuccess(body -> request.response()
                        .putHeader("X-Yours", request.getHeader("X-Mine"))
                        .setStatusCode(201)
                        .end(Buffer.buffer(request.uri() + " ").appendBuffer(body))));
        client(settings(1, Duration.ofSeconds(10)));
        Answered answered = (Answered) send(server, Buffer.buffer("body")).await();
        assertThat(answered.status()).isEqualTo(201);
        assertThat(answered.headers().get("x-yours")).isEqualTo("1");
        assertThat(answered.body().toString()).isEqualTo("/path?a=b body");
        assertThat(answered.endNanos()).isGreaterThan(answered.sentNanos());
    }

    @Test
    void aRefusedConnectionHadNoEffect() throws IOException {
        URI nobody;
        try (ServerSocket taken = new ServerSocket(0)) {
            nobody = URI.create("http://localhost:" + taken.getLocalPort());
        }
        client(new ClientSettings(false, false, 4, 4, Duration.ofSeconds(10), 1000));
        NotSent notSent = (NotSent) send(nobody).await();
        assertThat(notSent.why()).isEqualTo(Why.UNREACHABLE);
        Future<Void> opened = on(() -> client.open(Set.of(nobody)));
        assertThat(opened.transform(done -> Future.succeededFuture(done.failed()))
                        .await())
                .isEqualTo(true);
    }

    @Test
    void aConnectionCutAfterTheRequestLeavesItUnknown() {
        URI server = tcp(socket -> socket.handler(request -> socket.close()));
        client(settings(1, Duration.ofSeconds(10)));
        assertThat(send(server).await()).isInstanceOf(CutOff.class);
    }

    @Test
    void aConnectionCutWithinTheAnswerLeavesItUnknown() {
        URI server = tcp(socket -> socket.handler(request -> {
            socket.write(ANSWER.substring(0, ANSWER.length() - 2));
            socket.close();
        }));
        client(settings(1, Duration.ofSeconds(10)));
        assertThat(send(server).await()).isInstanceOf(CutOff.class);
    }

    @Test
    void anAnswerThatIsNoneLeavesItUnknown() {
        URI server = tcp(socket -> socket.handler(request -> socket.write("garbage\r\n\r\n")));
        client(settings(1, Duration.ofSeconds(10)));
        assertThat(send(server).await()).isInstanceOf(CutOff.class);
    }

    @Test
    void noAnswerInTimeLeavesItUnknownAndTheNextGetsAFreshConnection() {
        Set<NetSocket> sockets = ConcurrentHashMap.newKeySet();
        URI server = tcp(socket -> {
            sockets.add(socket);
            boolean first = sockets.size() == 1;
            socket.handler(request -> {
                if (!first) {
                    socket.write(ANSWER);
                }
            });
        });
        client(settings(1, Duration.ofMillis(200)));
        assertThat(send(server).await()).isInstanceOf(TimedOut.class);
        assertThat(send(server).await()).isInstanceOf(Answered.class);
        assertThat(sockets).hasSize(2);
    }

    @Test
    void aTricklingAnswerIsNotInTimeEither() {
        URI server = tcp(socket -> socket.handler(request -> {
            socket.write("HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n");
            vertx.setPeriodic(20, tick -> socket.write("."));
        }));
        client(settings(1, Duration.ofMillis(300)));
        assertThat(send(server).await()).isInstanceOf(TimedOut.class);
    }

    @Test
    void aBodyBeyondTheLimitIsCutOff() {
        URI server = http(request -> request.response().end(Buffer.buffer(new byte[1001])));
        client(settings(1, Duration.ofSeconds(10)));
        assertThat(send(server).await()).isInstanceOf(CutOff.class);
    }

    @Test
    void aBodyInPiecesIsPutTogether() {
        URI server = http(request -> {
            request.response().setChunked(true).write("a");
            vertx.setTimer(20, second -> {
                request.response().write("b");
                vertx.setTimer(20, third -> request.response().end("c"));
            });
        });
        client(settings(1, Duration.ofSeconds(10)));
        assertThat(((Answered) send(server).await()).body().toString()).isEqualTo("abc");
    }

    @Test
    void whoWaitsForAConnectionIsCountedAndServedInTurn() {
        AtomicInteger connections = new AtomicInteger();
        List<String> order = new ArrayList<>();
        HttpServer counted = vertx.createHttpServer()
                .connectionHandler(connection -> connections.incrementAndGet())
                .requestHandler(request -> request.response().end("hello"))
                .listen(0)
                .await();
        URI server = URI.create("http://localhost:" + counted.actualPort());
        client(new ClientSettings(false, false, 2, 2, Duration.ofSeconds(10), 1000));
        assertThat(on(() -> client.open(Set.of(server))).await()).isNull();
        List<Future<Reception>> all = on(() -> IntStream.range(0, 10)
                .mapToObj(number -> send(server).onSuccess(ended -> order.add(Integer.toString(number))))
                .toList());
        Future.all(all).await();
        assertThat(all).allMatch(ended -> ended.result() instanceof Answered);
        assertThat(waited.get()).isEqualTo(8);
        assertThat(connections.get()).isEqualTo(2);
        assertThat(order).isSorted().hasSize(10);
    }

    @Test
    void whoWaitsTooLongForAConnectionWasNotSentByOurOwnFault() {
        AtomicInteger requests = new AtomicInteger();
        URI server = http(request -> {
            requests.incrementAndGet();
            vertx.setTimer(900, late -> request.response().end());
        });
        client(settings(1, Duration.ofSeconds(1)));
        List<Future<Reception>> all =
                on(() -> IntStream.range(0, 3).mapToObj(number -> send(server)).toList());
        Future.all(all).await();
        assertThat(all.get(0).result()).isInstanceOf(Answered.class);
        assertThat(all.get(1).result()).isInstanceOf(Answered.class);
        assertThat(((NotSent) all.get(2).result()).why()).isEqualTo(Why.OWN_LIMIT);
        assertThat(requests.get()).isEqualTo(2);
    }

    @Test
    void aServerThatClosesAfterEachAnswerCostsConnectionsButNoRequest() {
        Set<NetSocket> sockets = ConcurrentHashMap.newKeySet();
        URI server = tcp(socket -> {
            sockets.add(socket);
            socket.handler(request -> {
                socket.write(ANSWER.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));
                socket.close();
            });
        });
        client(settings(1, Duration.ofSeconds(10)));
        List<Future<Reception>> all =
                on(() -> IntStream.range(0, 5).mapToObj(number -> send(server)).toList());
        Future.all(all).await();
        assertThat(all).allMatch(ended -> ended.result() instanceof Answered);
        assertThat(sockets).hasSize(5);
    }

    @Test
    void closingCutsWhatIsSentAndDropsWhatIsNot() {
        URI server = tcp(socket -> socket.handler(request -> {}));
        client(settings(1, Duration.ofSeconds(30)));
        Promise<Void> sent = Promise.promise();
        URI announced = tcp(socket -> socket.handler(request -> sent.tryComplete()));
        Future<Reception> first = send(announced);
        Future<Reception> second = send(announced);
        sent.future().await();
        on(() -> client.close());
        assertThat(first.await()).isInstanceOf(TimedOut.class);
        assertThat(((NotSent) second.await()).why()).isEqualTo(Why.STOPPED);
        assertThat(((NotSent) send(server).await()).why()).isEqualTo(Why.STOPPED);
    }

    @Test
    void http2InClearTextCarriesManyRequestsOnOneConnection() {
        AtomicInteger connections = new AtomicInteger();
        Set<HttpVersion> versions = ConcurrentHashMap.newKeySet();
        List<HttpServerRequest> held = new ArrayList<>();
        HttpServer h2c = vertx.createHttpServer()
                .connectionHandler(connection -> connections.incrementAndGet())
                .requestHandler(request -> {
                    versions.add(request.version());
                    held.add(request);
                    if (held.size() == 50) {
                        held.forEach(waiting -> waiting.response().end("hello"));
                    }
                })
                .listen(0)
                .await();
        URI server = URI.create("http://localhost:" + h2c.actualPort());
        client(new ClientSettings(true, false, 1, 1, Duration.ofSeconds(10), 1000));
        on(() -> client.open(Set.of(server))).await();
        List<Future<Reception>> all =
                on(() -> IntStream.range(0, 50).mapToObj(number -> send(server)).toList());
        Future.all(all).await();
        assertThat(all).allMatch(ended -> ended.result() instanceof Answered);
        assertThat(connections.get()).isEqualTo(1);
        assertThat(waited.get()).isZero();
        assertThat(versions).containsExactly(HttpVersion.HTTP_2);
    }

    @Test
    void http2ResetsOneRequestAndKeepsTheConnection() {
        AtomicInteger connections = new AtomicInteger();
        AtomicInteger requests = new AtomicInteger();
        HttpServer h2c = vertx.createHttpServer()
                .connectionHandler(connection -> connections.incrementAndGet())
                .requestHandler(request -> {
                    if (requests.incrementAndGet() > 1) {
                        request.response().end();
                    }
                })
                .listen(0)
                .await();
        URI server = URI.create("http://localhost:" + h2c.actualPort());
        client(new ClientSettings(true, false, 1, 1, Duration.ofMillis(200), 1000));
        assertThat(send(server).await()).isInstanceOf(TimedOut.class);
        assertThat(send(server).await()).isInstanceOf(Answered.class);
        assertThat(connections.get()).isEqualTo(1);
    }

    @Test
    void tlsIsCheckedUnlessTheScenarioSaysOtherwise(@TempDir Path folder) throws Exception {
        Path keys = folder.resolve("keys.p12");
        new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "a",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "secret",
                        "-keystore",
                        keys.toString())
                .redirectErrorStream(true)
                .start()
                .waitFor();
        Set<HttpVersion> versions = ConcurrentHashMap.newKeySet();
        HttpServer tls = vertx.createHttpServer(new HttpServerOptions()
                        .setSsl(true)
                        .setUseAlpn(true)
                        .setKeyCertOptions(
                                new PfxOptions().setPath(keys.toString()).setPassword("secret")))
                .requestHandler(request -> {
                    versions.add(request.version());
                    request.response().end();
                })
                .listen(0)
                .await();
        URI server = URI.create("https://localhost:" + tls.actualPort());

        client(new ClientSettings(true, false, 1, 0, Duration.ofSeconds(10), 1000));
        assertThat(((NotSent) send(server).await()).why()).isEqualTo(Why.UNREACHABLE);
        client(new ClientSettings(true, true, 1, 0, Duration.ofSeconds(10), 1000));
        assertThat(send(server).await()).isInstanceOf(Answered.class);
        assertThat(versions).containsExactly(HttpVersion.HTTP_2);
        client(new ClientSettings(false, true, 1, 0, Duration.ofSeconds(10), 1000));
        assertThat(send(server).await()).isInstanceOf(Answered.class);
        assertThat(versions).containsExactlyInAnyOrder(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1);
    }
}

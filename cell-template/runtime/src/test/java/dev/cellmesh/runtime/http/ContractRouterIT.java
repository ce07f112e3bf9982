package dev.cellmesh.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.runtime.pipeline.Exchange;
import dev.cellmesh.runtime.pipeline.Pipeline;
import dev.cellmesh.runtime.pipeline.Reply;
import dev.cellmesh.runtime.problem.ProblemType;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Does everything that is not a good request get a problem document, whatever bytes a client sends? */
class ContractRouterIT {
    private static final BodyLimits BODIES = new BodyLimits(1_000, 300);
    private static final SocketLimits SOCKETS = new SocketLimits(100, 4_096, 16_384, 400, 800, 10_000, 500);
    private static final int READ_MILLIS_MAX = 10_000;

    private static final SimpleMeterRegistry METERS = new SimpleMeterRegistry();
    private static Vertx vertx;
    private static HttpServer server;

    private record Answer(int status, String head, String body) {
        JsonObject json() {
            return new JsonObject(body);
        }
    }

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        ServerGuard guard = new ServerGuard(vertx, SOCKETS, System::nanoTime, new SimpleMeterRegistry());
        ReplyWriter replies =
                new ReplyWriter("node", java.util.Map.of("X-Node", "n1"), guard.lingering(), System::nanoTime, METERS);
        ContractRouter router = new ContractRouter(vertx, BODIES, replies, System::nanoTime, new Random(5));
        Pipeline pipeline = new Pipeline(List.of((exchange, next) -> echo(exchange)));
        server = router.route(
                        List.of("dev/cellmesh/runtime/http/things.yaml", "dev/cellmesh/runtime/http/others.yaml"),
                        pipeline)
                .compose(routes -> guard.guard(routes).listen(0, "127.0.0.1"))
                .await();
    }

    private static Future<Reply> echo(Exchange exchange) {
        if (exchange.input().pathParameter("thing").equals("bug")) {
            throw new IllegalStateException("a secret of the code");
        }
        return Future.succeededFuture(Reply.json(
                200,
                new JsonObject()
                        .put("thing", exchange.input().pathParameter("thing"))
                        .put("limit", exchange.input().queryInteger("limit").orElse(0))
                        .put("body", exchange.input().body())));
    }

    @AfterAll
    static void stop() {
        vertx.close().await();
    }

    private static Answer exchange(String request) throws IOException {
        try (Socket socket = socket()) {
            send(socket, request);
            return read(socket);
        }
    }

    private static Socket socket() throws IOException {
        Socket socket = new Socket("127.0.0.1", server.actualPort());
        socket.setSoTimeout(READ_MILLIS_MAX);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static Answer read(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int octet = in.read();
            assertThat(octet).as("the server closed after: " + head).isNotNegative();
            head.append((char) octet);
        }
        String lower = head.toString().toLowerCase(java.util.Locale.ROOT);
        int at = lower.indexOf("content-length: ") + "content-length: ".length();
        int length = Integer.parseInt(lower.substring(at, lower.indexOf('\r', at)));
        String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        return new Answer(Integer.parseInt(head.substring(9, 12)), lower, body);
    }

    private static void assertProblem(Answer answer, ProblemType type) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(type.status());
        assertThat(answer.head()).contains("content-type: application/problem+json");
        assertThat(answer.json().getString("type")).isEqualTo(type.uri());
    }

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n";
    }

    private static String put(String contentType, String body) {
        return "PUT /things/a HTTP/1.1\r\nHost: x\r\nContent-Type: " + contentType + "\r\nContent-Length: "
                + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body;
    }

    @Test
    void aGoodRequestGetsThroughWithItsParts() throws Exception {
        Answer answer = exchange(put("Application/JSON ; charset=utf-8", "{\"count\": 3}"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().getJsonObject("body").getInteger("count")).isEqualTo(3);
        assertThat(exchange(get("/things/a%20b?limit=7")).json())
                .isEqualTo(new JsonObject("{\"thing\":\"a b\",\"limit\":7,\"body\":{}}"));
    }

    @Test
    void eachContractIsServed() throws Exception {
        assertThat(exchange(get("/others/a/things/b")).json().getString("thing"))
                .isEqualTo("b");
        Answer wrongMethod = exchange("PUT /others/a/things/b HTTP/1.1\r\nHost: x\r\n\r\n");
        assertProblem(wrongMethod, ProblemType.METHOD_NOT_ALLOWED);
        assertThat(wrongMethod.head()).contains("allow: get");
        assertProblem(exchange(get("/others/a")), ProblemType.UNKNOWN_PATH);
    }

    @Test
    void everyAnswerHasItsTraceAndTimes() throws Exception {
        String trace = "00-0123456789abcdef0123456789abcdef-0123456789abcdef-01";
        for (String path : List.of("/things/a", "/nowhere", "/things/bug")) {
            Answer answer = exchange("GET " + path + " HTTP/1.1\r\nHost: x\r\ntraceparent: " + trace + "\r\n\r\n");
            assertThat(answer.head())
                    .contains("traceparent: 00-0123456789abcdef0123456789abcdef-")
                    .doesNotContain(trace)
                    .contains("server-timing: node;dur=")
                    .contains("x-node: n1");
        }
    }

    @Test
    void aBugLeaksNothing() throws Exception {
        Answer answer = exchange(get("/things/bug"));
        assertProblem(answer, ProblemType.INTERNAL);
        assertThat(answer.body()).doesNotContain("secret").doesNotContain("Exception");
    }

    @Test
    void pathsAndMethodsThatAreNotThere() throws Exception {
        assertProblem(exchange(get("/")), ProblemType.UNKNOWN_PATH);
        assertProblem(exchange(get("/things/a/b")), ProblemType.UNKNOWN_PATH);
        Answer wrongMethod = exchange("DELETE /things/a HTTP/1.1\r\nHost: x\r\n\r\n");
        assertProblem(wrongMethod, ProblemType.METHOD_NOT_ALLOWED);
        assertThat(wrongMethod.head()).contains("allow: get, put");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "1",
                "\"x\"",
                "{}",
                "{\"count\":\"3\"}",
                "{\"count\":0}",
                "{\"count\":1001}",
                "{\"count\":1.5}",
                "{\"count\":-1}",
                "{\"count\":null}",
                "{\"count\":3,\"more\":1}",
                "{\"count\":99999999999999999999999999}",
                "{\"count\":1e300}",
                "{\"count\":NaN}",
                "{\"count\":3}}}",
                "{\"count\":true}",
                "{\"count\":[3]}"
            })
    void bodiesThatBreakTheSchema(String body) throws Exception {
        assertProblem(exchange(put("application/json", body)), ProblemType.MALFORMED_REQUEST);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"{\"count\":\"3\"};/count", "{\"count\":0};/count", "{\"count\":3,\"more\":1};/more"})
    void theMemberThatBreaksTheSchemaIsNamed(String body, String pointer) throws Exception {
        assertThat(exchange(put("application/json", body)).json().getString("pointer"))
                .isEqualTo(pointer);
    }

    @Test
    void aBodyThatIsNestedDeeply() throws Exception {
        for (String nested : List.of("[".repeat(900), "{\"count\":" + "[".repeat(440) + "]".repeat(440) + "}")) {
            assertProblem(exchange(put("application/json", nested)), ProblemType.MALFORMED_REQUEST);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/things/a?limit=0", "/things/a?limit=11", "/things/a?limit=x", "/things/a?limit=1&limit=2",
                "/things/a?limit=", "/things/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "/things/%zz", "/things/a?limit=%"
            })
    void parametersThatBreakTheSchema(String path) throws Exception {
        assertProblem(exchange(get(path)), ProblemType.MALFORMED_REQUEST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "application/jsonx", ""})
    void bodiesThatAreNotJson(String contentType) throws Exception {
        assertProblem(exchange(put(contentType, "{\"count\":3}")), ProblemType.UNSUPPORTED_MEDIA_TYPE);
    }

    @Test
    void aDeclaredBodyOverTheLimitIsNotRead() throws Exception {
        Answer answer = exchange("PUT /things/a HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                + "Content-Length: 104857600\r\n\r\n{");
        assertProblem(answer, ProblemType.BODY_TOO_LARGE);
        assertThat(answer.head()).contains("connection: close");
    }

    @Test
    void aChunkedBodyOverTheLimitIsCutOff() throws Exception {
        String chunk = "200\r\n" + " ".repeat(0x200) + "\r\n";
        Answer answer = exchange("PUT /things/a HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n" + chunk + chunk);
        assertProblem(answer, ProblemType.BODY_TOO_LARGE);
    }

    @Test
    void aBodyThatDripsIsNotWaitedFor() throws Exception {
        Answer answer = exchange("PUT /things/a HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                + "Content-Length: 12\r\n\r\n{");
        assertProblem(answer, ProblemType.REQUEST_TIMEOUT);
    }

    @Test
    void headersThatDripEndTheConnection() throws Exception {
        try (Socket socket = socket()) {
            send(socket, "GET /things/a HTTP/1.1\r\nHost: x\r\nX-Slow: ");
            assertThat(socket.getInputStream().read()).isNegative();
        }
    }

    @Test
    void aConnectionServesManyRequestsAndIdlesForATimeOnly() throws Exception {
        try (Socket socket = socket()) {
            for (int i = 0; i < 3; i++) {
                send(socket, get("/things/a"));
                assertThat(read(socket).status()).isEqualTo(200);
            }
            assertThat(socket.getInputStream().read()).isNegative();
        }
    }

    @Test
    void headersThatAreTooLarge() throws Exception {
        Answer large = exchange("GET /things/a HTTP/1.1\r\nHost: x\r\nX-Large: " + "x".repeat(40_000) + "\r\n\r\n");
        assertProblem(large, ProblemType.HEADERS_TOO_LARGE);
        assertProblem(exchange(get("/" + "x".repeat(10_000))), ProblemType.URI_TOO_LONG);
    }

    @Test
    void whatIsNotHttp() throws Exception {
        assertProblem(exchange("HELLO\r\n\r\n"), ProblemType.MALFORMED_REQUEST);
    }

    @Test
    void aClientThatWaitsForContinueGetsIt() throws Exception {
        try (Socket socket = socket()) {
            send(
                    socket,
                    "PUT /things/a HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                            + "Expect: 100-continue\r\nContent-Length: 11\r\n\r\n");
            byte[] interim = socket.getInputStream().readNBytes("HTTP/1.1 100 Continue\r\n\r\n".length());
            assertThat(new String(interim, StandardCharsets.US_ASCII)).startsWith("HTTP/1.1 100");
            send(socket, "{\"count\":3}");
            assertThat(read(socket).status()).isEqualTo(200);
        }
    }

    @Test
    void requestsAreCountedByOperationAndOutcome() throws Exception {
        exchange(get("/things/a"));
        exchange(get("/nowhere/at/all"));
        assertThat(METERS.find(ReplyWriter.TIMER)
                        .tags("operation", "readThing", "outcome", "ok")
                        .timer())
                .isNotNull();
        assertThat(METERS.find(ReplyWriter.TIMER)
                        .tags("operation", "none", "outcome", "unknown-path")
                        .timer())
                .isNotNull();
    }
}

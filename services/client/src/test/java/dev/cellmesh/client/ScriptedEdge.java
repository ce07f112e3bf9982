package dev.cellmesh.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An edge that answers tenants' calls as a test wrote down, and remembers what it was asked. */
final class ScriptedEdge implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Deque<Reply> script = new ArrayDeque<>();
    private final List<Asked> asked = new ArrayList<>();
    private Reply always = new Reply(200, Map.of(), "{}");
    private String edges = "{}";
    private String profiles = "{}";

    record Reply(int status, Map<String, String> headers, String body) {
        /** Closes the connection instead of an answer. */
        static final Reply HANG_UP = new Reply(0, Map.of(), "");

        static Reply problem(int status, String name, Map<String, String> headers) {
            return new Reply(
                    status,
                    headers,
                    "{\"type\":\"https://cellmesh.dev/problems/" + name + "\",\"detail\":\"scripted\"}");
        }
    }

    record Asked(String method, String path, Map<String, String> headers, String body) {}

    ScriptedEdge() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/v1/tenants/", this::answer);
        server.createContext("/v1/ping", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.createContext("/v1/edges", exchange -> write(exchange, 200, Map.of(), edges));
        server.createContext("/v1/consistency", exchange -> write(exchange, 200, Map.of(), profiles));
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    synchronized ScriptedEdge then(Reply reply) {
        script.add(reply);
        return this;
    }

    synchronized ScriptedEdge always(Reply reply) {
        always = reply;
        return this;
    }

    void tells(String listOfEdges, String listOfProfiles) {
        edges = listOfEdges;
        profiles = listOfProfiles;
    }

    synchronized List<Asked> asked() {
        return List.copyOf(asked);
    }

    private void answer(HttpExchange exchange) throws IOException {
        Reply reply = next(exchange);
        if (reply == Reply.HANG_UP) {
            // The JDK's server drops the connection when a handler breaks before it has answered.
            throw new IOException("hung up, as the test wanted");
        }
        write(exchange, reply.status(), reply.headers(), reply.body());
    }

    private synchronized Reply next(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Map<String, String> headers = new HashMap<>();
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
        asked.add(
                new Asked(exchange.getRequestMethod(), exchange.getRequestURI().toString(), Map.copyOf(headers), body));
        return script.isEmpty() ? always : script.poll();
    }

    private static void write(HttpExchange exchange, int status, Map<String, String> headers, String body)
            throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        headers.forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}

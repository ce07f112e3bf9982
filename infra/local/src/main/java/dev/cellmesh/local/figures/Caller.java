package dev.cellmesh.local.figures;

import dev.cellmesh.model.Region;
import dev.cellmesh.runtime.node.Endpoint;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;

/**
 * How long does one call take? A client of one tenant with two accounts of its own, so that no call waits for another one's
 * rows, and with warm connections. Blocks.
 */
final class Caller {
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(20);
    private static final int OPENING_BALANCE = 1_000_000;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Edges edges;
    private final String tenant;
    private final String token;
    private String from = "";
    private String to = "";
    private String lastKey = "";
    private String lastUrl = "";

    /** Where is the edge of a region? */
    interface Edges {
        String url(Region region);
    }

    Caller(Edges edges, String tenant, String token) {
        this.edges = edges;
        this.tenant = tenant;
        this.token = token;
    }

    void openAccounts(Region edge) {
        from = open(edge);
        to = open(edge);
    }

    private String open(Region edge) {
        HttpResponse<String> opened = send(
                edges.url(edge),
                "/accounts",
                UUID.randomUUID().toString(),
                new JsonObject().put("currency", "EUR").put("openingBalance", OPENING_BALANCE));
        expect(201, opened);
        return new JsonObject(opened.body()).getJsonObject("data").getString("id");
    }

    /** Nanoseconds until the answer was whole. */
    long readBalance(Region edge) {
        long began = System.nanoTime();
        HttpResponse<String> read =
                call(request(edges.url(edge), "/accounts/" + from).GET());
        long took = System.nanoTime() - began;
        expect(200, read);
        return took;
    }

    long transfer(Region edge) {
        return transferAt(edges.url(edge));
    }

    /** Without an edge between. */
    long transfer(Endpoint cell) {
        return transferAt("http://" + cell);
    }

    private long transferAt(String url) {
        lastKey = UUID.randomUUID().toString();
        lastUrl = url;
        return send201();
    }

    /** The last transfer once more, with its key. */
    long replay() {
        return send201();
    }

    long replayAt(Endpoint cell) {
        lastUrl = "http://" + cell;
        return send201();
    }

    private long send201() {
        JsonObject wish = new JsonObject()
                .put("from", from)
                .put("to", to)
                .put("amount", 1)
                .put("currency", "EUR");
        long began = System.nanoTime();
        HttpResponse<String> moved = send(lastUrl, "/transfers", lastKey, wish);
        long took = System.nanoTime() - began;
        expect(201, moved);
        return took;
    }

    private HttpResponse<String> send(String server, String path, String key, JsonObject body) {
        return call(request(server, path)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", '"' + key + '"')
                .POST(HttpRequest.BodyPublishers.ofString(body.encode())));
    }

    private HttpRequest.Builder request(String server, String path) {
        return HttpRequest.newBuilder(URI.create(server + "/v1/tenants/" + tenant + path))
                .timeout(ANSWER_LIMIT)
                .header("Authorization", "Bearer " + token);
    }

    private HttpResponse<String> call(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException("a call got no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static void expect(int status, HttpResponse<String> response) {
        if (response.statusCode() != status) {
            throw new IllegalStateException(
                    "expected " + status + ", got " + response.statusCode() + " " + response.body());
        }
    }
}

package dev.cellmesh.local.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cellmesh.model.Region;
import dev.cellmesh.runtime.identity.Caller;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** Somebody who uses a mesh from outside, over HTTP alone. */
final class Visitor {
    private static final Duration TOKEN_VALID = Duration.ofMinutes(10);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(20);
    private static final int EVENTUALLY_SECONDS = 30;
    private static final int LOOK_AGAIN_MILLIS = 50;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Mesh mesh;

    Visitor(Mesh mesh) {
        this.mesh = mesh;
    }

    String open(String tenant, Region edge, long balance) {
        HttpResponse<String> response = tryOpen(tenant, edge, balance);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        return new JsonObject(response.body()).getJsonObject("data").getString("id");
    }

    HttpResponse<String> tryOpen(String tenant, Region edge, long balance) {
        return post(
                tenant,
                edge,
                "/accounts",
                UUID.randomUUID().toString(),
                new JsonObject().put("currency", "EUR").put("openingBalance", balance),
                0);
    }

    HttpResponse<String> transfer(String tenant, Region edge, String from, String to, long amount, String key) {
        return transfer(tenant, edge, from, to, amount, key, 0);
    }

    /** @param deadlineMillis 0 for none of its own */
    HttpResponse<String> transfer(
            String tenant, Region edge, String from, String to, long amount, String key, int deadlineMillis) {
        return post(
                tenant,
                edge,
                "/transfers",
                key,
                new JsonObject()
                        .put("from", from)
                        .put("to", to)
                        .put("amount", amount)
                        .put("currency", "EUR"),
                deadlineMillis);
    }

    long balance(String tenant, Region edge, String account) {
        HttpResponse<String> response =
                send(request(tenant, edge, "/accounts/" + account).GET());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return new JsonObject(response.body()).getJsonObject("data").getLong("balance");
    }

    void createTenant(String tenant, Region home) {
        HttpResponse<String> response = send(HttpRequest.newBuilder(
                        URI.create("http://" + mesh.ports().controlPlane() + "/v1/admin/tenants"))
                .header("Authorization", "Bearer " + mesh.mintToken("it", null, Set.of(Caller.ADMIN), TOKEN_VALID))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(HttpRequest.BodyPublishers.ofString(new JsonObject()
                        .put("id", tenant)
                        .put("homeRegion", home.name())
                        .encode())));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
    }

    /** Both directions. */
    void changeLink(Region one, Region other, JsonObject conditions) {
        HttpResponse<String> response = send(HttpRequest.newBuilder(
                        URI.create("http://" + mesh.ports().mesh() + "/links/" + one + "/" + other + "?direction=both"))
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(conditions.encode())));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    }

    static String problem(HttpResponse<String> response) {
        String type = new JsonObject(response.body()).getString("type", "");
        return type.substring(type.lastIndexOf('/') + 1);
    }

    HttpResponse<String> post(
            String tenant, Region edge, String path, String key, JsonObject body, int deadlineMillis) {
        HttpRequest.Builder request = request(tenant, edge, path)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", '"' + key + '"')
                .POST(HttpRequest.BodyPublishers.ofString(body.encode()));
        if (deadlineMillis > 0) {
            request.header("X-Request-Deadline", Integer.toString(deadlineMillis));
        }
        return send(request);
    }

    private HttpRequest.Builder request(String tenant, Region edge, String path) {
        return HttpRequest.newBuilder(URI.create("http://" + mesh.ports().edge(edge) + "/v1/tenants/" + tenant + path))
                .header("Authorization", "Bearer " + mesh.mintToken("it", tenant, Set.of(), TOKEN_VALID));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.timeout(ANSWER_LIMIT).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError("no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Looks until it is so, for a bounded time; a failed look counts as not yet. */
    static void eventually(Callable<Boolean> condition) {
        eventuallyPresent(() -> condition.call() ? Optional.of(true) : Optional.empty());
    }

    static <T> T eventuallyPresent(Callable<Optional<T>> look) {
        long giveUpAtNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(EVENTUALLY_SECONDS);
        Throwable last = null;
        while (System.nanoTime() < giveUpAtNanos) {
            try {
                Optional<T> seen = look.call();
                if (seen.isPresent()) {
                    return seen.get();
                }
            } catch (Exception | AssertionError e) {
                last = e;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        throw new AssertionError("not within " + EVENTUALLY_SECONDS + " s", last);
    }
}

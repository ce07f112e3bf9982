package dev.cellmesh.local.prove;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How does a careful client use a tenant's API? It sends a write again, with the same key, until it knows the outcome, and
 * counts every time it had to. Blocks; call it from a virtual thread.
 */
public final class TenantApi {
    /** As long as a killed cell needs to come back, several times over. */
    private static final Duration GIVE_UP_AFTER = Duration.ofMinutes(2);

    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(15);
    private static final int PAUSE_MILLIS_MAX = 250;
    /** What a replay must repeat; the rest tells of this exchange alone. */
    private static final List<String> STORED_HEADERS = List.of("content-type", "etag", "location", "last-modified");

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final Tally tally;

    public TenantApi(Tally tally) {
        this.tally = tally;
    }

    /**
     * An answer that settles a request.
     *
     * @param bytes status, body and stored headers, as one text that two answers can be compared by
     */
    public record Settled(int status, JsonObject body, boolean replayed, String bytes, HttpHeaders headers) {
        /** Empty when the answer does not have it. */
        public Optional<String> header(String name) {
            return headers.firstValue(name);
        }

        public JsonObject data() {
            return body.getJsonObject("data");
        }
    }

    /** A request with what every request has; add the rest. */
    public static HttpRequest.Builder request(String url, String token) {
        return HttpRequest.newBuilder(URI.create(url))
                .timeout(REQUEST_LIMIT)
                .header("Authorization", "Bearer " + token);
    }

    public static HttpRequest.Builder write(String method, String url, String token, String key, JsonObject body) {
        return request(url, token)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", '"' + key + '"')
                .method(method, HttpRequest.BodyPublishers.ofString(body.encode()));
    }

    /** @throws Violation when no answer settles it in time */
    public Settled post(String url, String token, String key, JsonObject body) {
        return settle(write("POST", url, token, key, body).build());
    }

    public Settled get(String url, String token) {
        return settle(request(url, token).GET().build());
    }

    /** Sends it once; empty when there was no answer. */
    public Optional<Settled> once(HttpRequest request) {
        try {
            return Optional.of(settled(http.send(request, HttpResponse.BodyHandlers.ofString())));
        } catch (IOException e) {
            tally.count("no answer (" + e.getClass().getSimpleName() + ")");
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Violation("interrupted");
        }
    }

    /**
     * Sends it again until it is settled.
     *
     * @throws Violation when no answer settles it in time
     */
    public Settled settle(HttpRequest request) {
        long giveUpAtNanos = System.nanoTime() + GIVE_UP_AFTER.toNanos();
        String last = "nothing";
        while (System.nanoTime() < giveUpAtNanos) {
            try {
                HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
                if (isSettled(response)) {
                    return settled(response);
                }
                last = response.statusCode() + " " + problem(response);
            } catch (IOException e) {
                last = "no answer (" + e.getClass().getSimpleName() + ")";
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Violation("interrupted");
            }
            tally.count("sent again after " + last);
            pause();
        }
        throw new Violation(request.method() + " " + request.uri().getPath() + " was not settled within "
                + GIVE_UP_AFTER.toSeconds() + " s; last: " + last);
    }

    /**
     * 409 in progress, 421, 429, 503 and 504 all say: send it again, with the same key. A tenant that was just created is
     * unknown until the routes have reached every edge and cell.
     */
    private static boolean isSettled(HttpResponse<String> response) {
        return switch (response.statusCode()) {
            case 421, 429, 502, 503, 504 -> false;
            case 404 -> !problem(response).equals("unknown-tenant");
            case 409 -> !problem(response).equals("idempotency-in-progress");
            default -> true;
        };
    }

    private static String problem(HttpResponse<String> response) {
        try {
            String type = new JsonObject(response.body()).getString("type", "");
            return type.substring(type.lastIndexOf('/') + 1);
        } catch (RuntimeException e) {
            return "without a problem document";
        }
    }

    private static Settled settled(HttpResponse<String> response) {
        StringBuilder bytes = new StringBuilder().append(response.statusCode()).append('\n');
        for (String name : STORED_HEADERS) {
            Optional<String> value = response.headers().firstValue(name);
            bytes.append(name).append(": ").append(value.orElse("-")).append('\n');
        }
        bytes.append(response.body());
        JsonObject body;
        try {
            body = new JsonObject(response.body());
        } catch (RuntimeException e) {
            throw new Violation("an answer with status " + response.statusCode() + " is not JSON: " + response.body());
        }
        boolean replayed = response.headers()
                .firstValue("idempotent-replayed")
                .filter("true"::equals)
                .isPresent();
        return new Settled(response.statusCode(), body, replayed, bytes.toString(), response.headers());
    }

    private static void pause() {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextInt(PAUSE_MILLIS_MAX));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

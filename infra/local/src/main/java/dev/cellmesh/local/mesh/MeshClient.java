package dev.cellmesh.local.mesh;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;

/** How does a command talk to a running mesh? Blocks; what goes wrong is a {@link RefusedException} for the person to read. */
public final class MeshClient {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(2);
    /** Starting a node is the longest thing that can be asked. */
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(60);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(CONNECT_LIMIT).build();
    private final int portBase;

    public MeshClient(int portBase) {
        this.portBase = portBase;
    }

    public boolean isThere() {
        try {
            return send("GET", mesh("/status"), null, null).statusCode() == 200;
        } catch (RefusedException e) {
            return false;
        }
    }

    public MeshStatus status() {
        return MeshStatus.fromJson(expect(200, send("GET", mesh("/status"), null, null)));
    }

    /** @param tenant null for a token that acts for no tenant */
    public String token(String tenant, Collection<String> roles, Duration valid) {
        JsonObject wish = new JsonObject()
                .put("roles", new JsonArray(roles.stream().toList()))
                .put("validSeconds", valid.toSeconds());
        if (tenant != null) {
            wish.put("tenant", tenant);
        }
        return new JsonObject(expect(201, send("POST", mesh("/tokens"), wish.encode(), null))).getString("token");
    }

    public void killNode(String node) {
        expect(204, send("POST", mesh("/nodes/" + node + "/kill"), "", null));
    }

    public void startNode(String node) {
        expect(204, send("POST", mesh("/nodes/" + node + "/start"), "", null));
    }

    /** A replica shows nothing new from now on, or everything again. */
    public void pauseReplay(String ring, String region, boolean paused) {
        String what = paused ? "/pause-replay" : "/resume-replay";
        expect(204, send("POST", mesh("/databases/" + ring + "/" + region + what), "", null));
    }

    /** Ends the sessions whose commit waits for other regions; how many that were. */
    public long endWaitingCommits(String ring) {
        return new JsonObject(expect(200, send("POST", mesh("/databases/" + ring + "/end-waiting-commits"), "", null)))
                .getLong("ended");
    }

    /** A server of a ring dies as in a crash, until it is started again. */
    public void killDatabase(String ring, String region) {
        expect(204, send("POST", mesh("/databases/" + ring + "/" + region + "/kill"), "", null));
    }

    public void startDatabase(String ring, String region) {
        expect(204, send("POST", mesh("/databases/" + ring + "/" + region + "/start"), "", null));
    }

    /** A service's statements wait in a ring for a while; returns when it has begun. */
    public void stallDatabase(String ring, String service, Duration lasts) {
        expect(
                204,
                send(
                        "POST",
                        mesh("/databases/" + ring + "/stall?service=" + service + "&millis=" + lasts.toMillis()),
                        "",
                        null));
    }

    /** All that goes to one cell and back takes so much longer each way; needs a mesh with links before its cells. */
    public void slowCell(String cell, double delayMillis) {
        expect(
                204,
                send(
                        "PUT",
                        mesh("/cells/" + cell + "/link"),
                        new JsonObject().put("delayMillis", delayMillis).encode(),
                        null));
    }

    /** A read of the control plane's API, with an admin's token. */
    public JsonObject admin(String pathAndQuery, String token) {
        return new JsonObject(expect(200, send("GET", status().controlPlane().url() + pathAndQuery, null, token)));
    }

    /**
     * A write of the control plane's API, once.
     *
     * @param ifMatch the entity tag that was seen; empty for none
     */
    public JsonObject adminWrite(String method, String path, JsonObject body, Optional<String> ifMatch, String token) {
        HttpRequest.Builder request = request(
                        method, status().controlPlane().url() + path, body.isEmpty() ? "" : body.encode(), token)
                .header("Idempotency-Key", '"' + UUID.randomUUID().toString() + '"');
        ifMatch.ifPresent(tag -> request.header("If-Match", tag));
        return new JsonObject(expect(200, send(request.build())));
    }

    private String mesh(String path) {
        return "http://" + PortPlan.meshAt(portBase) + path;
    }

    private HttpResponse<String> send(String method, String url, String body, String token) {
        return send(request(method, url, body, token).build());
    }

    private static HttpRequest.Builder request(String method, String url, String body, String token) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(url))
                .timeout(ANSWER_LIMIT)
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (body != null && !body.isEmpty()) {
            builder.header("Content-Type", "application/json");
        }
        if (token != null) {
            builder.header("Authorization", "Bearer " + token);
        }
        return builder;
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (ConnectException e) {
            int port = request.uri().getPort();
            if (port != PortPlan.meshAt(portBase).port()) {
                throw new RefusedException(
                        "nothing answers at port " + port + "; ./infra/mesh status tells what is down");
            }
            throw new RefusedException(
                    "no mesh answers at port " + port + ". Start one with ./infra/mesh up, or name its --port-base.");
        } catch (IOException e) {
            throw new RefusedException("the mesh did not answer: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusedException("interrupted");
        }
    }

    private static String expect(int status, HttpResponse<String> response) {
        if (response.statusCode() != status) {
            throw new RefusedException(detail(response));
        }
        return response.body();
    }

    private static String detail(HttpResponse<String> response) {
        try {
            return new JsonObject(response.body()).getString("detail", "status " + response.statusCode());
        } catch (DecodeException e) {
            return "status " + response.statusCode();
        }
    }
}

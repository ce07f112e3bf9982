package dev.cellmesh.load.fault;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.List;

/** How is the mesh's own API asked? What it refuses fails, in its own words. */
public final class MeshAdmin implements AutoCloseable {
    private static final int CONNECT_MILLIS_MAX = 2_000;
    /** Starting a node is the longest thing that can be asked. */
    private static final int ANSWER_MILLIS_MAX = 60_000;

    private final HttpClient http;
    private final URI mesh;

    public MeshAdmin(Vertx vertx, URI mesh) {
        this.http = vertx.createHttpClient(new HttpClientOptions().setConnectTimeout(CONNECT_MILLIS_MAX));
        this.mesh = mesh;
    }

    public Future<MeshParts> parts() {
        return ask(HttpMethod.GET, "/status", Buffer.buffer(), false).map(body -> MeshParts.of(new JsonObject(body)));
    }

    /** One after the other; the first that fails ends it. */
    Future<Void> give(List<MeshOrder> orders) {
        Future<Void> done = Future.succeededFuture();
        for (MeshOrder order : orders) {
            done = done.compose(before -> give(order));
        }
        return done;
    }

    /** One after the other, whatever becomes of them; fails at the end with the first failure. */
    Future<Void> giveAll(List<MeshOrder> orders) {
        Future<Void> done = Future.succeededFuture();
        for (MeshOrder order : orders) {
            Future<Void> before = done;
            done = before.transform(outcome -> {
                Future<Void> given = give(order);
                return outcome.succeeded() ? given : given.transform(any -> before);
            });
        }
        return done;
    }

    private Future<Void> give(MeshOrder order) {
        Buffer body = order.body().map(JsonObject::toBuffer).orElse(Buffer.buffer());
        return ask(order.method(), order.path(), body, order.body().isPresent()).mapEmpty();
    }

    private Future<Buffer> ask(HttpMethod method, String path, Buffer body, boolean json) {
        RequestOptions options = new RequestOptions()
                .setMethod(method)
                .setHost(mesh.getHost())
                .setPort(mesh.getPort() < 0 ? 80 : mesh.getPort())
                .setURI(path)
                .setTimeout(ANSWER_MILLIS_MAX);
        if (json) {
            options.putHeader("content-type", "application/json");
        }
        return http.request(options)
                .compose(request -> request.send(body))
                .compose(response -> response.body().compose(answer -> judge(method + " " + path, response, answer)));
    }

    private static Future<Buffer> judge(String asked, HttpClientResponse response, Buffer answer) {
        return response.statusCode() / 100 == 2
                ? Future.succeededFuture(answer)
                : Future.failedFuture(asked + " was refused: " + response.statusCode() + ' ' + detail(answer));
    }

    private static String detail(Buffer answer) {
        try {
            return new JsonObject(answer).getString("detail", "");
        } catch (DecodeException | ClassCastException noProblem) {
            return "";
        }
    }

    @Override
    public void close() {
        http.close();
    }
}

package dev.cellmesh.load.agent;

import dev.cellmesh.load.agent.Messages.Order;
import dev.cellmesh.load.agent.Messages.Problem;
import dev.cellmesh.load.agent.Messages.Rest;
import dev.cellmesh.load.agent.Messages.Start;
import dev.cellmesh.load.agent.Messages.Status;
import dev.cellmesh.load.agent.Messages.Stop;
import dev.cellmesh.load.record.Hlog;
import dev.cellmesh.load.record.Recording;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/** Speaks with one agent about one run. Every failure is an {@link AgentException} that names it. */
final class AgentClient {
    private static final long ANSWER_MILLIS_MAX = 10_000;
    /** Until the next bytes of a file come. */
    private static final long FILE_MILLIS_MAX = 60_000;

    private static final long FILE_BYTES_MAX = 1L << 30;

    private final Vertx vertx;
    /** An answer that comes before somebody on another thread asks for its body is never heard of. */
    private final Context loop;

    private final HttpClient http;
    private final Address address;
    private final Optional<String> token;
    private String run = "none";

    AgentClient(Vertx vertx, HttpClient http, Address address, Optional<String> token) {
        this.vertx = vertx;
        this.loop = vertx.getOrCreateContext();
        this.http = http;
        this.address = address;
        this.token = token;
    }

    Address address() {
        return address;
    }

    Future<Status> order(Order order) {
        return call(HttpMethod.POST, "", order, 201, Status.class).onSuccess(status -> run = status.run());
    }

    Future<Status> status() {
        return call(HttpMethod.GET, "/" + run, null, 200, Status.class);
    }

    Future<Status> start(long inMillis) {
        return call(HttpMethod.POST, "/" + run + "/start", new Start(inMillis), 202, Status.class);
    }

    Future<Status> stop(String why) {
        return call(HttpMethod.POST, "/" + run + "/stop", new Stop(why), 202, Status.class);
    }

    Future<Rest> rest() {
        return call(HttpMethod.GET, "/" + run + "/result", null, 200, Rest.class);
    }

    /** The logs are kept in the folder. */
    Future<Recording> recording(Path folder) {
        Future<Void> all = Future.succeededFuture();
        for (String file : Hlog.files()) {
            all = all.compose(before -> file(file, folder.resolve(file)));
        }
        return all.compose(ready -> vertx.executeBlocking(() -> Hlog.read(folder)))
                .recover(failure -> Future.failedFuture(named(failure)));
    }

    private Future<Void> file(String name, Path to) {
        return onLoop(() -> http.request(options(HttpMethod.GET, "/" + run + "/recording/" + name)
                        .setTimeout(0)
                        .setIdleTimeout(FILE_MILLIS_MAX))
                .compose(request -> request.send())
                .compose(response -> {
                    response.pause();
                    String length = response.getHeader("Content-Length");
                    if (response.statusCode() != 200 || length == null || Long.parseLong(length) > FILE_BYTES_MAX) {
                        response.request().reset();
                        return Future.failedFuture(new IOException(
                                name + " is not to be had: " + response.statusCode() + ", " + length + " bytes"));
                    }
                    return vertx.fileSystem()
                            .open(to.toString(), new OpenOptions().setTruncateExisting(true))
                            .compose(response::pipeTo)
                            .compose(piped -> vertx.executeBlocking(() -> {
                                if (Files.size(to) != Long.parseLong(length)) {
                                    throw new IOException(name + " was cut off");
                                }
                                return null;
                            }));
                }));
    }

    private <T> Future<T> onLoop(Supplier<Future<T>> asked) {
        Promise<T> done = Promise.promise();
        loop.runOnContext(on -> asked.get().onComplete(done));
        return done.future();
    }

    private <T> Future<T> call(HttpMethod method, String path, Object message, int expected, Class<T> type) {
        return onLoop(() -> http.request(options(method, path).setTimeout(ANSWER_MILLIS_MAX))
                        .compose(request -> message == null
                                ? request.send()
                                : request.putHeader("Content-Type", "application/json")
                                        .send(Messages.write(message)))
                        .compose(response -> response.body().map(body -> read(response, body, expected, type))))
                .recover(failure -> Future.failedFuture(named(failure)));
    }

    private static <T> T read(HttpClientResponse response, Buffer body, int expected, Class<T> type) {
        if (response.statusCode() == expected) {
            return Messages.read(body, type);
        }
        String why;
        try {
            why = Messages.read(body, Problem.class).title();
        } catch (IllegalArgumentException notOurs) {
            why = "is there an agent?";
        }
        throw new AgentException("it answered " + response.statusCode() + ": " + why);
    }

    private RequestOptions options(HttpMethod method, String path) {
        RequestOptions options = new RequestOptions()
                .setMethod(method)
                .setHost(address.host())
                .setPort(address.port())
                .setURI("/" + Messages.VERSION + "/runs" + path);
        token.ifPresent(secret -> options.putHeader("Authorization", "Bearer " + secret));
        return options;
    }

    private AgentException named(Throwable failure) {
        return new AgentException("agent " + address + ": " + failure.getMessage(), failure);
    }
}

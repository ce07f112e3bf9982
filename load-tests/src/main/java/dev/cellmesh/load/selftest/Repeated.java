package dev.cellmesh.load.selftest;

import dev.cellmesh.load.check.Finding;
import dev.cellmesh.load.client.PreparedRequest;
import dev.cellmesh.load.client.Reception;
import dev.cellmesh.load.operation.Operation;
import dev.cellmesh.load.operation.Workload;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** The same GET again and again, of which nothing is remembered: what remains is the cost of the generator. */
final class Repeated implements Workload, Operation, Operation.Turn {
    private final PreparedRequest request;

    Repeated(URI origin) {
        this.request =
                new PreparedRequest(HttpMethod.GET, origin, "/", MultiMap.caseInsensitiveMultiMap(), Buffer.buffer());
    }

    @Override
    public Future<Void> prepare() {
        return Future.succeededFuture();
    }

    @Override
    public Operation operation(String name) {
        return this;
    }

    @Override
    public String name() {
        return Probe.OPERATION;
    }

    @Override
    public Turn next(Who who) {
        return this;
    }

    @Override
    public PreparedRequest request() {
        return request;
    }

    @Override
    public void settled(Reception last, long invokedNanos, boolean anyUnknown) {}

    @Override
    public Future<Void> settle() {
        return Future.succeededFuture();
    }

    @Override
    public List<Finding> check() {
        return List.of();
    }

    @Override
    public void writeHistories(Path folder) {}

    @Override
    public void close() {}
}

package dev.cellmesh.services.edge;

import dev.cellmesh.model.route.TenantRoute;
import dev.cellmesh.runtime.idempotency.IdempotencyKey;
import dev.cellmesh.runtime.identity.Caller;
import dev.cellmesh.runtime.pipeline.TraceContext;
import dev.cellmesh.services.edge.poison.Fingerprint;
import dev.cellmesh.services.edge.poison.Kind;
import dev.cellmesh.services.edge.poison.Print;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What is known of a request that may be answered?
 *
 * @param path with its tenant, without the query
 * @param operation empty when no cell has told of it
 * @param routeEpoch of the routes by which it is judged
 * @param words that the edge tells the cell beside the client's own headers
 */
record AdmittedRequest(
        HttpServerRequest request,
        String path,
        Caller caller,
        TenantRoute route,
        Optional<KnownOperation> operation,
        long routeEpoch,
        Map<String, String> words,
        TraceContext trace,
        RequestDeadline deadline,
        long startNanos) {
    private static final Set<HttpMethod> SAFE_METHODS = Set.of(HttpMethod.GET, HttpMethod.HEAD);
    private static final String UNKNOWN = "unknown";

    /** Whether it has no effect (RFC 9110, 9.2.1). */
    boolean isSafe() {
        return SAFE_METHODS.contains(request.method());
    }

    boolean isKeyed() {
        return request.headers().contains(IdempotencyKey.HEADER);
    }

    /** May two cells be asked for it at once? Only reads that a copy nearby may answer: of others, both would ask one primary. */
    boolean mayBeHedged() {
        return isSafe()
                && operation
                        .filter(known -> known.isLocalRead(request.headers()))
                        .isPresent();
    }

    /** The operation's path, with its parameters' names; one word for all that are not known. */
    String template() {
        return operation.map(KnownOperation::path).orElse(UNKNOWN);
    }

    String query() {
        String target = request.uri();
        int mark = target.indexOf('?');
        return mark < 0 ? "" : target.substring(mark + 1);
    }

    /**
     * What it is known by when cells crash of it.
     *
     * @param body what is to be told of it; asked for later, and only when something is held against somebody
     */
    Print print(Supplier<byte[]> body) {
        String tenant = route.tenant().value();
        String method = request.method().name();
        return new Print(
                new Kind(tenant, method, template()), () -> Fingerprint.of(tenant, method, request.uri(), body.get()));
    }
}

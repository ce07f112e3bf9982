package dev.cellmesh.services.edge;

import dev.cellmesh.model.route.TenantRoute;
import dev.cellmesh.runtime.identity.Caller;
import dev.cellmesh.runtime.pipeline.TraceContext;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import java.util.Optional;

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

    String query() {
        String target = request.uri();
        int mark = target.indexOf('?');
        return mark < 0 ? "" : target.substring(mark + 1);
    }
}

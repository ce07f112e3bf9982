package dev.cellmesh.runtime.http;

import dev.cellmesh.runtime.problem.Problem;
import dev.cellmesh.runtime.problem.ProblemType;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.RequestExtractor;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Parameter;
import io.vertx.openapi.validation.RequestParameter;
import io.vertx.openapi.validation.ValidatableRequest;
import io.vertx.openapi.validation.impl.RequestParameterImpl;
import io.vertx.openapi.validation.impl.ValidatableRequestImpl;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which parts of a request are to be validated? Path, query and body. Headers are left to the pipeline, which says for
 * each at which point of the contract's order it is missing or wrong.
 */
final class RequestExtraction implements RequestExtractor {
    private static final String JSON = "application/json";

    private final BodyReader bodies;

    RequestExtraction(BodyReader bodies) {
        this.bodies = bodies;
    }

    @Override
    public Future<ValidatableRequest> extractValidatableRequest(RoutingContext context, Operation operation) {
        HttpServerRequest request = context.request();
        Map<String, RequestParameter> path = new HashMap<>();
        Map<String, RequestParameter> query = new HashMap<>();
        for (Parameter parameter : operation.getParameters()) {
            String name = parameter.getName();
            switch (parameter.getIn()) {
                case PATH -> path.put(name, new RequestParameterImpl(context.pathParam(name)));
                case QUERY -> {
                    List<String> values = context.queryParam(name);
                    if (values.size() > 1) {
                        return Future.failedFuture(malformed("The parameter " + name + " is there more than once."));
                    }
                    query.put(name, new RequestParameterImpl(values.isEmpty() ? null : values.getFirst()));
                }
                case HEADER, COOKIE -> {
                    // Not ours to judge here.
                }
            }
        }
        if (operation.getRequestBody() == null) {
            return bodies.read(request).map(ignored -> new ValidatableRequestImpl(Map.of(), Map.of(), path, query));
        }
        if (!isJson(request.getHeader("Content-Type"))) {
            return Future.failedFuture(
                    new Refused(Problem.of(ProblemType.UNSUPPORTED_MEDIA_TYPE, "Send the body as " + JSON + ".")));
        }
        return bodies.read(request).map(body -> validatable(path, query, body));
    }

    private static ValidatableRequest validatable(
            Map<String, RequestParameter> path, Map<String, RequestParameter> query, Buffer body) {
        return new ValidatableRequestImpl(Map.of(), Map.of(), path, query, new RequestParameterImpl(body), JSON);
    }

    private static boolean isJson(String contentType) {
        if (contentType == null) {
            return false;
        }
        int parameters = contentType.indexOf(';');
        String type = parameters < 0 ? contentType : contentType.substring(0, parameters);
        return type.trim().equalsIgnoreCase(JSON);
    }

    private static Refused malformed(String detail) {
        return new Refused(Problem.of(ProblemType.MALFORMED_REQUEST, detail));
    }
}

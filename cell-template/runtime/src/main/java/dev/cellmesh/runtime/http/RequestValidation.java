package dev.cellmesh.runtime.http;

import dev.cellmesh.runtime.problem.Problem;
import dev.cellmesh.runtime.problem.ProblemType;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.openapi.contract.Location;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Parameter;
import io.vertx.openapi.contract.RequestBody;
import io.vertx.openapi.validation.RequestParameter;
import io.vertx.openapi.validation.ValidatableRequest;
import io.vertx.openapi.validation.ValidatedRequest;
import io.vertx.openapi.validation.impl.RequestParameterImpl;
import io.vertx.openapi.validation.impl.RequestValidatorImpl;
import io.vertx.openapi.validation.impl.ValidatableRequestImpl;
import io.vertx.openapi.validation.impl.ValidatedRequestImpl;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Do the parts of a request keep to their schemas? Path, query and body, on the event loop; and can the body's texts be stored? Headers are left to the pipeline,
 * which says for each at which point of the contract's order it is missing or wrong.
 */
final class RequestValidation {
    private static final String JSON = "application/json";

    private final BodyReader bodies;
    private final RequestValidatorImpl schemas;
    private final SurelyValid surely;

    RequestValidation(Vertx vertx, OpenAPIContract contract, BodyReader bodies) {
        this.bodies = bodies;
        this.schemas = new RequestValidatorImpl(vertx, contract);
        this.surely = new SurelyValid(contract);
    }

    /**
     * Call it in the tick that the request came in. Fails with {@link Refused} or with {@link
     * io.vertx.openapi.validation.ValidatorException} when the request is not a good one.
     */
    Future<ValidatedRequest> validate(RoutingContext context, Operation operation) {
        HttpServerRequest request = context.request();
        for (Parameter parameter : operation.getParameters()) {
            if (parameter.getIn() == Location.QUERY
                    && context.queryParam(parameter.getName()).size() > 1) {
                return refused(
                        ProblemType.MALFORMED_REQUEST,
                        "The parameter " + parameter.getName() + " is there more than once.");
            }
        }
        return body(request, operation).map(body -> validated(context, operation, body));
    }

    /** As {@link #validate}, of the body alone: for a request whose other parts are known to be good. */
    Future<RequestParameter> body(HttpServerRequest request, Operation operation) {
        if (operation.getRequestBody() != null && !isJson(request.getHeader("Content-Type"))) {
            return refused(ProblemType.UNSUPPORTED_MEDIA_TYPE, "Send the body as " + JSON + ".");
        }
        return bodies.read(request)
                .map(body -> validated(operation.getRequestBody(), body))
                .compose(
                        valid -> storable(valid)
                                ? Future.succeededFuture(valid)
                                : refused(
                                        ProblemType.MALFORMED_REQUEST,
                                        "The body has a text that is not well-formed Unicode, or has the character zero in it."));
    }

    /** Whose values need no second look. */
    SurelyValid surely() {
        return surely;
    }

    private ValidatedRequest validated(RoutingContext context, Operation operation, RequestParameter body) {
        Map<String, RequestParameter> path = new HashMap<>();
        Map<String, RequestParameter> query = new HashMap<>();
        for (Parameter parameter : operation.getParameters()) {
            String name = parameter.getName();
            switch (parameter.getIn()) {
                case PATH -> path.put(name, validated(parameter, context.pathParam(name)));
                case QUERY -> {
                    List<String> values = context.queryParam(name);
                    query.put(name, validated(parameter, values.isEmpty() ? null : values.getFirst()));
                }
                case HEADER, COOKIE -> {
                    // Not ours to judge here.
                }
            }
        }
        return new ValidatedRequestImpl(Map.of(), Map.of(), path, query, body);
    }

    private RequestParameter validated(RequestBody schema, Buffer body) {
        Optional<JsonObject> good = surely.body(schema, JSON, body);
        if (good.isPresent()) {
            return new RequestParameterImpl(good.get());
        }
        ValidatableRequest whole = new ValidatableRequestImpl(
                Map.of(), Map.of(), Map.of(), Map.of(), new RequestParameterImpl(body), JSON);
        return schemas.validateBody(schema, whole);
    }

    private RequestParameter validated(Parameter parameter, String value) {
        RequestParameter given = new RequestParameterImpl(value);
        return surely.isGood(parameter, value) ? given : schemas.validateParameter(parameter, given);
    }

    private static boolean storable(RequestParameter body) {
        return body == null || body.isNull() || StorableText.isEverywhereIn(body.get());
    }

    private static boolean isJson(String contentType) {
        if (contentType == null) {
            return false;
        }
        int parameters = contentType.indexOf(';');
        String type = parameters < 0 ? contentType : contentType.substring(0, parameters);
        return type.trim().equalsIgnoreCase(JSON);
    }

    private static <T> Future<T> refused(ProblemType type, String detail) {
        return Future.failedFuture(new Refused(Problem.of(type, detail)));
    }
}
